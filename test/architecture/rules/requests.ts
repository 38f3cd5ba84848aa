import ts from 'typescript';
import type { Project } from '../project.js';
import type { Rule } from '../rule.js';
import {
  declarationOf,
  decoratorArguments,
  decoratorName,
  decoratorNamed,
  decoratorsOf,
  type Found,
  importOf,
  nameOf,
} from '../syntax.js';
import { routesOf } from './routes.js';

/** Decorators that describe or convert a property, and refuse nothing. */
const NO_RULES = ['@nestjs/swagger', 'class-transformer'];

export const everyRequestIsValidated: Rule = {
  says: 'each @Body() and @Query() is a class at run time, with a validation rule on each property',
  offences: (project) =>
    routesOf(project).flatMap(({ path, method }) =>
      method.parameters
        .filter((parameter) => decoratorNamed(parameter, 'Body') ?? decoratorNamed(parameter, 'Query'))
        .flatMap((parameter) => faultsOf(project, path, parameter))
        .map((fault) => `${path} ${nameOf(method)} ${fault}`),
    ),
};

function faultsOf(project: Project, path: string, parameter: ts.ParameterDeclaration): string[] {
  const decorator = (decoratorNamed(parameter, 'Body') ?? decoratorNamed(parameter, 'Query'))!;
  const what = `takes @${decoratorName(decorator)}() ${nameOf(parameter)}`;
  if (decoratorArguments(decorator).length > 0) {
    return [`${what} by name, past the validation: put it into a class in dto/ and take the whole`];
  }
  const type =
    parameter.type && ts.isTypeReferenceNode(parameter.type) ? parameter.type.typeName.getText() : undefined;
  if (type === undefined) return [`${what} without a class: give it one in dto/ with validation rules`];
  if (importOf(project.source(path), type)?.typeOnly) {
    return [
      `${what} as a type, which is gone at run time, so nothing validates it: import ${type} without 'type'`,
    ];
  }
  const found = declarationOf(project, path, type);
  if (!found || !ts.isClassDeclaration(found.declaration)) {
    return [`${what}: ${type}, which is no class at run time: make it a class in dto/ with validation rules`];
  }
  const properties = propertiesOf(project, found);
  if (properties.length === 0)
    return [`${what}: ${type}, which has no validation rules: declare its properties`];
  return properties
    .filter(({ property, in: source }) => !hasRule(source, property))
    .map(
      ({ property }) =>
        `${what}: ${type}.${nameOf(property)} has no validation rule, so it is refused as unknown`,
    );
}

interface Property {
  readonly property: ts.PropertyDeclaration;
  readonly in: ts.SourceFile;
}

/** The properties of a class and of what it extends, also through `PartialType(X)` and its kin. */
function propertiesOf(project: Project, { path, declaration }: Found): Property[] {
  if (!ts.isClassDeclaration(declaration)) return [];
  const source = project.source(path);
  const own = declaration.members
    .filter(ts.isPropertyDeclaration)
    .filter((property) => !property.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword))
    .map((property) => ({ property, in: source }));
  return [...own, ...basesOf(declaration).flatMap((base) => inherited(project, path, base))];
}

function inherited(project: Project, path: string, name: string): Property[] {
  const found = declarationOf(project, path, name);
  return found ? propertiesOf(project, found) : [];
}

function basesOf(declaration: ts.ClassDeclaration): string[] {
  const base = declaration.heritageClauses
    ?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)
    ?.types.at(0)?.expression;
  return base ? namesIn(base) : [];
}

const namesIn = (expression: ts.Expression): string[] =>
  ts.isIdentifier(expression)
    ? [expression.text]
    : ts.isCallExpression(expression)
      ? expression.arguments.flatMap(namesIn)
      : [];

const hasRule = (source: ts.SourceFile, property: ts.PropertyDeclaration): boolean =>
  decoratorsOf(property).some((decorator) => {
    const origin = importOf(source, decoratorName(decorator))?.specifier;
    return origin === undefined || !NO_RULES.includes(origin);
  });
