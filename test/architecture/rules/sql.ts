import ts from 'typescript';
import type { Project } from '../project.js';
import type { Rule } from '../rule.js';
import { nodesOf } from '../syntax.js';

/** Files that may hold SQL: what writes and reads, what only reads, shared texts, questions for others, invariants. */
const SQL_FILES = /\.(repository|reader|sql|facade|invariants)\.ts$/;
/** The test provider plays another company: its books are no tables of the shop. */
const OTHER_BOOKS = 'src/payments/providers/test/';
const STATEMENT = /^\s*(SELECT|INSERT INTO|UPDATE|DELETE FROM|WITH|LOCK TABLE|SET LOCAL)\s/;
const SENDS = new Set(['sql', 'sqlPlannedAnew', 'createQueryBuilder', 'manager']);

export const sqlHasItsFiles: Rule = {
  says: 'a module keeps its SQL in *.repository.ts, *.reader.ts, *.sql.ts, *.facade.ts and *.invariants.ts',
  offences: (project) =>
    project.features
      .flatMap((module) => project.filesOf(module))
      .filter((path) => !SQL_FILES.test(path) && !path.endsWith('.spec.ts') && !path.startsWith(OTHER_BOOKS))
      .filter((path) => holdsSql(project, path))
      .map((path) => `${path} holds SQL: move it to a method of a *.repository.ts, or of a *.reader.ts`),
};

const holdsSql = (project: Project, path: string): boolean =>
  nodesOf(project.source(path), isTextOrAccess).some((node) =>
    ts.isPropertyAccessExpression(node) ? SENDS.has(node.name.text) : STATEMENT.test(textOf(node)),
  );

type Text = ts.StringLiteralLike | ts.TemplateExpression;

const isTextOrAccess = (node: ts.Node): node is Text | ts.PropertyAccessExpression =>
  ts.isStringLiteralLike(node) || ts.isTemplateExpression(node) || ts.isPropertyAccessExpression(node);

const textOf = (node: Text): string => (ts.isTemplateExpression(node) ? node.head.text : node.text);
