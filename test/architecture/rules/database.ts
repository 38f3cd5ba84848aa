import ts from 'typescript';
import { moduleOf, type Project } from '../project.js';
import type { Rule } from '../rule.js';
import { classesOf, decoratorArguments, decoratorNamed, nameOf, nodesOf } from '../syntax.js';

/** Methods that hand their first argument to PostgreSQL as it stands. */
const SQL_METHODS = new Set(
  (
    'sql sqlPlannedAnew question execute query where andWhere orWhere having andHaving orHaving select addSelect ' +
    'orderBy addOrderBy groupBy addGroupBy'
  ).split(' '),
);

export const sqlIsPlainText: Rule = {
  says: 'SQL is plain text with $n parameters, never put together from values',
  offences: (project) =>
    project.paths
      .filter((path) => !path.startsWith('test/'))
      .flatMap((path) =>
        sqlTexts(project.source(path))
          .filter((text) => isPutTogether(text))
          .map(
            (text) =>
              `${path}:${lineOf(text)} puts SQL together: write it as plain text with $1, $2 and pass the values, ` +
              'and choose between whole statements where a name must vary',
          ),
      ),
};

export const noSynchronize: Rule = {
  says: 'the schema changes by migration alone',
  offences: (project) =>
    project.code.flatMap((path) =>
      nodesOf(project.source(path), ts.isPropertyAssignment)
        .filter((property) => nameOf(property) === 'synchronize' || nameOf(property) === 'dropSchema')
        .filter(({ initializer }) => initializer.kind !== ts.SyntaxKind.FalseKeyword)
        .map(
          (property) =>
            `${path} sets ${property.getText()}: write a migration instead (migrations/README.md)`,
        ),
    ),
};

export const everyEntityHasATable: Rule = {
  says: 'each entity names its table, and a migration creates it',
  offences: (project) => {
    const scripts = project.paths
      .filter((path) => path.startsWith('migrations/'))
      .map((path) => project.text(path));
    return entitiesOf(project).flatMap(({ path, name, table }) => {
      if (table === undefined) return [`${path} leaves the table of ${name} unnamed: @Entity('<plural>')`];
      if (scripts.some((script) => creates(script, table))) return [];
      return [
        `${path}: no migration creates table ${table} of entity ${name}: ` +
          `add migrations/<timestamp>-create-${table.replaceAll('_', '-')}.ts (migrations/README.md)`,
      ];
    });
  },
};

export const migrationsStandAlone: Rule = {
  says: 'a migration imports ForwardMigration and nothing else, since the code moves on and it does not',
  offences: (project) =>
    project.paths
      .filter((path) => path.startsWith('migrations/'))
      .filter((path) => project.source(path).statements.filter(ts.isImportDeclaration).some(isForeign))
      .map((path) => `${path} imports code of today: write out in SQL what it needs`),
};

/** Texts given to SQL methods, and those kept under the name `sql`: migrations and invariants. */
function sqlTexts(source: ts.SourceFile): ts.Expression[] {
  const given = nodesOf(source, ts.isCallExpression)
    .filter(({ expression }) => SQL_METHODS.has(calledName(expression)))
    .flatMap(({ arguments: [first] }) => (first ? [first] : []));
  const kept = nodesOf(source, isKeptText)
    .filter((node) => nameOf(node) === 'sql')
    .flatMap(({ initializer }) => (initializer ? [initializer] : []));
  return [...given, ...kept];
}

const calledName = (expression: ts.Expression): string =>
  ts.isPropertyAccessExpression(expression) ? expression.name.text : expression.getText();

type KeptText = ts.PropertyAssignment | ts.PropertyDeclaration | ts.VariableDeclaration;

const isKeptText = (node: ts.Node): node is KeptText =>
  ts.isPropertyAssignment(node) || ts.isPropertyDeclaration(node) || ts.isVariableDeclaration(node);

/** A text with `${...}` in it, a sum with anything but literals, or a name of this file that stands for one. */
function isPutTogether(text: ts.Expression, seen: readonly string[] = []): boolean {
  if (ts.isTemplateExpression(text)) return true;
  if (ts.isParenthesizedExpression(text)) return isPutTogether(text.expression, seen);
  if (ts.isConditionalExpression(text))
    return [text.whenTrue, text.whenFalse].some((part) => isPutTogether(part, seen));
  if (ts.isBinaryExpression(text) && text.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    return [text.left, text.right].some((part) => !isLiteralText(part));
  }
  if (!ts.isIdentifier(text) || seen.includes(text.text)) return false;
  return nodesOf(text.getSourceFile(), ts.isVariableDeclaration)
    .filter((declaration) => nameOf(declaration) === text.text)
    .some(({ initializer }) => initializer !== undefined && isPutTogether(initializer, [...seen, text.text]));
}

const isLiteralText = (text: ts.Expression): boolean =>
  ts.isStringLiteralLike(text) ||
  (ts.isBinaryExpression(text) && isLiteralText(text.left) && isLiteralText(text.right));

const lineOf = (node: ts.Node): number =>
  node.getSourceFile().getLineAndCharacterOfPosition(node.getStart()).line + 1;

/** Every entity class, with the table that it names. */
export function entitiesOf(project: Project): { path: string; name: string; table: string | undefined }[] {
  return project.code
    .filter((path) => moduleOf(path) !== undefined)
    .flatMap((path) =>
      classesOf(project, path)
        .filter((declaration) => decoratorNamed(declaration, 'Entity'))
        .map((declaration) => ({ path, name: nameOf(declaration), table: tableOf(declaration) })),
    );
}

function tableOf(entity: ts.ClassDeclaration): string | undefined {
  const [first] = decoratorArguments(decoratorNamed(entity, 'Entity')!);
  return first && ts.isStringLiteralLike(first) ? first.text : undefined;
}

const creates = (script: string, table: string): boolean =>
  new RegExp(`CREATE TABLE (IF NOT EXISTS )?(public\\.)?"?${table}"?\\s*\\(`, 'i').test(script);

const isForeign = ({ moduleSpecifier }: ts.ImportDeclaration): boolean =>
  !/\/forward-migration\.js['"]$/.test(moduleSpecifier.getText());
