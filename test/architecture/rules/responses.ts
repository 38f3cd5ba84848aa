import ts from 'typescript';
import { importsOf } from '../imports.js';
import type { Project } from '../project.js';
import type { Rule } from '../rule.js';

/**
 * `*.answers.ts` stores answers that controllers would send; a face may hand a response to another module; openapi/
 * documents them.
 */
const EDGE = /\.(controller|answers|response)\.ts$|\/index\.ts$|^src\/common\/openapi\//;

/** The one exception: SQL builds the JSON of products, and a response only documents it. These know it as a type. */
const PROJECTION = /^src\/catalog\/.+\.reader\.ts$/;

export const responsesStayAtTheEdge: Rule = {
  says: 'services return entities or domain values, and controllers map them to responses',
  offences: (project) =>
    project.code
      .filter((path) => !EDGE.test(path))
      .flatMap((path) =>
        importsOf(project, path)
          .filter(({ target }) => target.endsWith('.response.ts'))
          .filter(({ specifier }) => !(PROJECTION.test(path) && isTakenAsType(project, path, specifier)))
          .map(
            ({ specifier }) =>
              `${path} imports ${specifier}: return the entity, and let the controller map it by XResponse.from`,
          ),
      ),
};

const isTakenAsType = (project: Project, path: string, specifier: string): boolean =>
  project
    .source(path)
    .statements.some(
      (statement) =>
        ts.isImportDeclaration(statement) &&
        ts.isStringLiteral(statement.moduleSpecifier) &&
        statement.moduleSpecifier.text === specifier &&
        statement.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword,
    );
