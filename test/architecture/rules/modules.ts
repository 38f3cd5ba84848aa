import ts from 'typescript';
import { moduleOf, type Project } from '../project.js';
import type { Rule } from '../rule.js';
import { classesOf, nameOf, nodesOf } from '../syntax.js';
import { routesOf } from './routes.js';

/** From here on one should ask whether two things live in a class. */
const MOST_PARAMETERS = 7;
const APP_MODULE = 'src/app.module.ts';

export const everyModuleIsRegistered: Rule = {
  says: 'each module is imported in app.module.ts, through its face',
  offences: (project) =>
    project.features
      .filter((module) => project.has(`src/${module}/${module}.module.ts`))
      .filter((module) => !isRegistered(project, module))
      .map(
        (module) =>
          `${APP_MODULE} does not use the module of ${module}: ` +
          `import it from './${module}/index.js' and list it in imports, or none of its routes exist`,
      ),
};

export const everyModuleIsTested: Rule = {
  says: 'each module with routes is tested through HTTP',
  offences: (project) => {
    const withRoutes = new Set(routesOf(project).map(({ path }) => moduleOf(path)));
    return project.features
      .filter((module) => withRoutes.has(module))
      .filter((module) => !project.paths.some((path) => isTestOf(module, path)))
      .map(
        (module) =>
          `${module} has routes and no test: add test/${module}/${module}.e2e-spec.ts, which calls them over HTTP`,
      );
  },
};

export const constructorsAreShort: Rule = {
  says: `a constructor takes at most ${MOST_PARAMETERS} parameters`,
  offences: (project) =>
    project.code.flatMap((path) =>
      classesOf(project, path).flatMap((declaration) =>
        declaration.members
          .filter(ts.isConstructorDeclaration)
          .filter(({ parameters }) => parameters.length > MOST_PARAMETERS && isInjected(declaration))
          .map(
            ({ parameters }) =>
              `${path} ${nameOf(declaration)} takes ${parameters.length} constructor parameters, ` +
              `${MOST_PARAMETERS} are the most: ask whether two things live in it`,
          ),
      ),
    ),
};

/** Imported from the face, and used after that. */
function isRegistered(project: Project, module: string): boolean {
  const source = project.source(APP_MODULE);
  const names = source.statements
    .filter(ts.isImportDeclaration)
    .filter(({ moduleSpecifier }) => (moduleSpecifier as ts.StringLiteral).text === `./${module}/index.js`)
    .flatMap((statement) => nodesOf(statement, ts.isImportSpecifier).map(nameOf));
  const used = source.statements
    .filter((statement) => !ts.isImportDeclaration(statement))
    .flatMap((statement) => nodesOf(statement, ts.isIdentifier).map(({ text }) => text));
  return names.some((name) => name.endsWith('Module') && used.includes(name));
}

const isTestOf = (module: string, path: string): boolean =>
  path.startsWith(`test/${module}/`) && path.endsWith('.e2e-spec.ts');

/** A class that Nest builds; data such as an event may list as many facts as it has. */
const isInjected = (declaration: ts.ClassDeclaration): boolean => ts.getDecorators(declaration) !== undefined;
