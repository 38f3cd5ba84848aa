import ts from 'typescript';
import type { Project } from '../project.js';
import type { Rule } from '../rule.js';
import { classesOf, decoratorName, decoratorNamed, decoratorsOf, nameOf } from '../syntax.js';

const ROUTES = new Set(['Get', 'Post', 'Put', 'Patch', 'Delete', 'Head', 'Options', 'All']);
const ACCESS = new Set(['Public', 'SignedIn', 'RequirePermission']);

export interface Route {
  readonly path: string;
  readonly controller: ts.ClassDeclaration;
  readonly method: ts.MethodDeclaration;
}

/** Every controller method that answers requests. */
export function routesOf(project: Project): Route[] {
  return project.code.flatMap((path) =>
    classesOf(project, path)
      .filter((controller) => decoratorNamed(controller, 'Controller'))
      .flatMap((controller) =>
        controller.members
          .filter(ts.isMethodDeclaration)
          .filter((method) => decoratorsOf(method).some((decorator) => ROUTES.has(decoratorName(decorator))))
          .map((method) => ({ path, controller, method })),
      ),
  );
}

export const everyRouteDeclaresAccess: Rule = {
  says: 'each route declares who may call it, once',
  offences: (project) =>
    routesOf(project).flatMap(({ path, controller, method }) => {
      const own = accessOf(method);
      const declared = own.length > 0 ? own : accessOf(controller);
      if (declared.length === 1) return [];
      const route = `${path} ${nameOf(method)}`;
      return declared.length === 0
        ? [`${route} declares no access: add @Public(), @SignedIn() or @RequirePermission('<noun>:write')`]
        : [`${route} declares its access more than once: ${declared.join(', ')}`];
    }),
};

const accessOf = (node: ts.Node): string[] =>
  decoratorsOf(node)
    .map(decoratorName)
    .filter((name) => ACCESS.has(name));
