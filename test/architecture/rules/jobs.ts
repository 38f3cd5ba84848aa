import ts from 'typescript';
import type { Rule } from '../rule.js';
import { decoratorName, nodesOf } from '../syntax.js';

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
