import ts from 'typescript';
import type { Rule } from '../rule.js';
import { classesOf, decoratorName, nameOf, nodesOf } from '../syntax.js';

export const jobsHaveTheirFile: Rule = {
  says: 'every background job stands in a *.jobs.ts file',
  offences: (project) =>
    project.code
      .filter((path) => !path.endsWith('.jobs.ts'))
      .flatMap((path) =>
        nodesOf(project.source(path), ts.isDecorator)
          .filter((decorator) => decoratorName(decorator) === 'Job')
          .map(
            (decorator) =>
              `${path} has ${decorator.getText()} in it: move the handler to a *.jobs.ts file beside it, ` +
              `where people look for what runs by itself`,
          ),
      ),
};

export const jobsAreNamedByTheirFile: Rule = {
  says: 'the class of <things>.jobs.ts is named <Things>Jobs',
  offences: (project) =>
    project.code
      .filter((path) => path.endsWith('.jobs.ts'))
      .flatMap((path) =>
        classesOf(project, path)
          .filter((found) => nameOf(found) !== classNameFor(path))
          .map((found) => `${path} has the class ${nameOf(found)}: call it ${classNameFor(path)}`),
      ),
};

const classNameFor = (path: string): string =>
  path
    .slice(path.lastIndexOf('/') + 1, -'.ts'.length)
    .split(/[.-]/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
