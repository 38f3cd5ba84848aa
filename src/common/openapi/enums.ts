import type { OpenAPIObject } from '@nestjs/swagger';
import { operationsOf } from './operations.js';
import { refTo, type Schema, type Schemas } from './schema.js';

/** Sorts the values of enumerations, because the compiler's order of union members varies from build to build. */
export function sortEnums(node: unknown): void {
  if (Array.isArray(node)) return node.forEach(sortEnums);
  if (typeof node !== 'object' || node === null) return;
  const schema = node as { enum?: unknown };
  if (isTexts(schema.enum)) schema.enum.sort();
  Object.values(node).forEach(sortEnums);
}

const isTexts = (values: unknown): values is string[] =>
  Array.isArray(values) && values.every((value) => typeof value === 'string');

/** An unnamed enumeration, and the name that its place suggests. */
interface Site {
  readonly schema: Schema;
  readonly name: string;
}

/** Names each enumeration, so that generated clients have one type for it instead of one per place. */
export function nameEnums(document: OpenAPIObject): void {
  const schemas = document.components!.schemas as Schemas;
  const named = new Map(Object.entries(schemas).flatMap(([name, schema]) => keyed(schema, name)));
  const sites = groupedBy([...sitesIn(schemas), ...sitesOfParameters(document)], ({ schema }) => key(schema));
  for (const [values, all] of sites) {
    const name = named.get(values) ?? bestName(all);
    if (!named.has(values)) addEnum(schemas, name, all[0]!.schema);
    for (const { schema } of all) refer(schema, name);
  }
}

function addEnum(schemas: Schemas, name: string, { enum: values }: Schema): void {
  if (name in schemas) throw new Error(`Two schemas would be called ${name}: give one an enumName`);
  schemas[name] = { type: 'string', enum: values };
}

const keyed = (schema: Schema, name: string): [string, string][] =>
  schema.enum ? [[key(schema), name]] : [];

const key = (schema: Schema): string => JSON.stringify(schema.enum);

const sitesIn = (schemas: Schemas): Site[] =>
  Object.entries(schemas).flatMap(([owner, { properties = {} }]) =>
    Object.entries(properties).flatMap(([property, schema]) => sitesAt(schema, shorn(owner), property)),
  );

const sitesOfParameters = (document: OpenAPIObject): Site[] =>
  [...operationsOf(document)].flatMap(({ operation }) =>
    ((operation.parameters ?? []) as { name: string; schema?: Schema }[]).flatMap(({ name, schema }) =>
      schema ? sitesAt(schema, capital(operation.operationId!), name) : [],
    ),
  );

function sitesAt(schema: Schema, owner: string, property: string): Site[] {
  if (schema.items) return sitesAt(schema.items, owner, property.replace(/s$/, ''));
  return schema.enum && schema.enum.length > 1 ? [{ schema, name: owner + capital(property) }] : [];
}

/** The most frequent suggestion; among several, the shortest. */
function bestName(sites: readonly Site[]): string {
  const votes = groupedBy(sites, ({ name }) => name);
  return [...votes.keys()].toSorted(
    (one, other) =>
      votes.get(other)!.length - votes.get(one)!.length ||
      one.length - other.length ||
      one.localeCompare(other, 'en'),
  )[0]!;
}

function refer(schema: Schema, name: string): void {
  for (const word of ['type', 'enum', 'format', 'pattern'] as const) delete schema[word];
  if (Object.keys(schema).length === 0) Object.assign(schema, refTo(name));
  else schema.allOf = [refTo(name)];
}

const shorn = (name: string): string =>
  name.replace(/^(Create|Update)(?=[A-Z])/, '').replace(/(Dto|Response)$/, '');

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function groupedBy<T>(all: readonly T[], key: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) groups.set(key(one), [...(groups.get(key(one)) ?? []), one]);
  return groups;
}
