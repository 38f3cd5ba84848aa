import { importsOf } from '../imports.js';
import { moduleOf } from '../project.js';
import type { Rule } from '../rule.js';

/** Modules that map at the edge. A new module belongs here from its first day. */
const AT_THE_EDGE = new Set(['auth', 'cart', 'inventory', 'orders', 'payments', 'shipping', 'taxes']);

/** `*.answers.ts` stores answers that controllers would send; a face may hand a response to another module. */
const EDGE = /\.(controller|answers|response)\.ts$|\/index\.ts$/;

export const responsesStayAtTheEdge: Rule = {
  says: 'services return entities or domain values, and controllers map them to responses',
  offences: (project) =>
    project.code
      .filter((path) => AT_THE_EDGE.has(moduleOf(path) ?? '') && !EDGE.test(path))
      .flatMap((path) =>
        importsOf(project, path)
          .filter(({ target }) => target.endsWith('.response.ts'))
          .map(
            ({ specifier }) =>
              `${path} imports ${specifier}: return the entity, and let the controller map it by XResponse.from`,
          ),
      ),
};
