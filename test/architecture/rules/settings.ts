import ts from 'typescript';
import type { Rule } from '../rule.js';
import { classesOf, decoratorNamed, isDocumented, nameOf, nodesOf } from '../syntax.js';

export const settingsAreTyped: Rule = {
  says: 'process.env is read in src/common/config only',
  offences: (project) =>
    project.code
      .filter((path) => !path.startsWith('src/common/config/'))
      .filter((path) =>
        nodesOf(project.source(path), ts.isPropertyAccessExpression).some(
          (node) => node.getText() === 'process.env',
        ),
      )
      .map(
        (path) =>
          `${path} reads process.env: declare a field with @Env() in a @Config() class and inject that`,
      ),
};

export const settingsAreDocumented: Rule = {
  says: 'each setting says what it means',
  offences: (project) =>
    project.code
      .filter((path) => path.endsWith('.config.ts'))
      .flatMap((path) =>
        classesOf(project, path)
          .flatMap(({ members }) => [...members])
          .filter((member) => decoratorNamed(member, 'Env') && !isDocumented(member))
          .map((member) => `${path} ${nameOf(member)} has no docstring: one line with its meaning and unit`),
      ),
};
