import ts from 'typescript';
import { resolve } from './imports.js';
import type { Project } from './project.js';

/** Every node below another one that a test accepts. */
export function nodesOf<T extends ts.Node>(root: ts.Node, accepts: (node: ts.Node) => node is T): T[] {
  const found: T[] = [];
  const visit = (node: ts.Node): void => {
    if (accepts(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(root);
  return found;
}

export const classesOf = (project: Project, path: string): ts.ClassDeclaration[] =>
  nodesOf(project.source(path), ts.isClassDeclaration);

export const decoratorsOf = (node: ts.Node): readonly ts.Decorator[] =>
  ts.canHaveDecorators(node) ? (ts.getDecorators(node) ?? []) : [];

/** `Get` of `@Get('x')`, `Entity` of `@Entity()`. */
export function decoratorName(decorator: ts.Decorator): string {
  const { expression } = decorator;
  return (ts.isCallExpression(expression) ? expression.expression : expression).getText();
}

export const decoratorArguments = ({ expression }: ts.Decorator): readonly ts.Expression[] =>
  ts.isCallExpression(expression) ? expression.arguments : [];

export const decoratorNamed = (node: ts.Node, name: string): ts.Decorator | undefined =>
  decoratorsOf(node).find((decorator) => decoratorName(decorator) === name);

export const nameOf = (node: { readonly name?: ts.Node }): string => node.name?.getText() ?? 'it';

export const isDocumented = (node: ts.Node): boolean => ts.getJSDocCommentsAndTags(node).length > 0;

export type Declaration = ts.ClassDeclaration | ts.InterfaceDeclaration | ts.TypeAliasDeclaration;

export interface Found {
  readonly path: string;
  readonly declaration: Declaration;
}

/** The import of a name, with the module it comes from and whether only its type is taken. */
export function importOf(
  source: ts.SourceFile,
  name: string,
): { specifier: string; typeOnly: boolean } | undefined {
  for (const statement of source.statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
    const bindings = statement.importClause?.namedBindings;
    if (!bindings || !ts.isNamedImports(bindings)) continue;
    const element = bindings.elements.find((candidate) => candidate.name.text === name);
    if (!element) continue;
    const typeOnly =
      statement.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword || element.isTypeOnly;
    return { specifier: statement.moduleSpecifier.text, typeOnly };
  }
  return undefined;
}

/** Where a name that a file uses is declared, through imports and re-exports; undefined when outside the project. */
export function declarationOf(project: Project, path: string, name: string): Found | undefined {
  const source = project.source(path);
  const declaration = source.statements.filter(isDeclaration).find((candidate) => nameOf(candidate) === name);
  if (declaration) return { path, declaration };

  const imported = importOf(source, name);
  const onward = imported ? [imported.specifier] : reexportsOf(source, name);
  for (const specifier of onward.filter((candidate) => candidate.startsWith('.'))) {
    const target = resolve(project, path, specifier);
    const found = project.has(target) ? declarationOf(project, target, name) : undefined;
    if (found) return found;
  }
  return undefined;
}

const isDeclaration = (node: ts.Node): node is Declaration =>
  ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node);

function reexportsOf(source: ts.SourceFile, name: string): string[] {
  return source.statements
    .filter(ts.isExportDeclaration)
    .filter(
      ({ exportClause }) =>
        !exportClause || (ts.isNamedExports(exportClause) && exportsName(exportClause, name)),
    )
    .flatMap(({ moduleSpecifier }) =>
      moduleSpecifier && ts.isStringLiteral(moduleSpecifier) ? [moduleSpecifier.text] : [],
    );
}

const exportsName = (clause: ts.NamedExports, name: string): boolean =>
  clause.elements.some((element) => element.name.text === name);
