import type { Schema as RawSchema } from '../../src/common/openapi/schema.js';

/** A JSON schema as the document's requests use it. */
export interface Schema extends Omit<RawSchema, 'items' | 'properties' | 'allOf' | 'anyOf'> {
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly propertyNames?: Schema;
}

export type Schemas = Readonly<Record<string, Schema>>;
type Path = readonly (string | number)[];

/** One place of a body: its schema, and the value that the example has there. */
interface Spot {
  readonly path: Path;
  readonly schema: Schema;
  readonly value: unknown;
}

/** A body, and what was done to the example to make it. */
export interface Variant {
  readonly name: string;
  readonly body: unknown;
}

type Change = readonly [name: string, value: unknown];

/** Bodies that differ from the example in one place; whether one keeps the schema is for a validator to say. */
export function variantsOf(example: unknown, schema: Schema, schemas: Schemas): Variant[] {
  const spots = [...spotsOf({ path: [], schema, value: example }, schemas)];
  return spots.flatMap((spot) =>
    changesOf(spot).map(([name, value]) => ({
      name: `${spot.path.join('.') || 'body'}: ${name}`,
      body: withValue(example, spot.path, value),
    })),
  );
}

/** The same for what is sent as text: the changes of one value that are no lists and no objects. */
export const textsFor = (schema: Schema, value: unknown): { change: string; text: string }[] =>
  changesOf({ path: [], schema, value })
    .filter(([, one]) => typeof one !== 'object')
    .map(([change, one]) => ({ change, text: String(one) }));

function* spotsOf({ path, schema, value }: Spot, schemas: Schemas): Generator<Spot> {
  const { isNullable, ...plain } = resolved(schema, schemas);
  yield { path, schema: { ...plain, nullable: isNullable }, value };
  if (Array.isArray(value) && plain.items)
    yield* spotsOf(
      { path: [...path, 0], schema: plain.items, value: value[0] ?? fallback(plain.items, schemas) },
      schemas,
    );
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
  for (const [name, part] of Object.entries(plain.properties ?? {})) {
    const given = (value as Record<string, unknown>)[name];
    if (given !== undefined && given !== null)
      yield* spotsOf({ path: [...path, name], schema: part, value: given }, schemas);
    else yield { path: [...path, name], schema: resolved(part, schemas), value: undefined };
  }
}

const fallback = (schema: Schema, schemas: Schemas): unknown => resolved(schema, schemas).example;

/** Without references, and with "or null" as a flag. */
export function resolved(schema: Schema, schemas: Schemas): Schema & { isNullable: boolean } {
  const isNullable =
    schema.anyOf?.some(({ type }) => type === 'null') ?? [schema.type].flat().includes('null');
  const [inner] = schema.allOf ?? schema.anyOf?.filter(({ type }) => type !== 'null') ?? [];
  const ref = schema.$ref ?? inner?.$ref;
  if (ref === undefined) return { ...schema, isNullable };
  return { ...resolved(schemas[ref.slice(ref.lastIndexOf('/') + 1)]!, schemas), isNullable };
}

const TYPES: Readonly<Record<string, unknown>> = {
  string: 'text',
  integer: 7,
  boolean: true,
  null: null,
  array: [],
  object: { nobodyKnows: 1 },
};

function changesOf({ path, schema, value }: Spot): Change[] {
  const changes: Change[] = Object.entries(TYPES).map(([type, one]) => [`as ${type}`, one]);
  if (path.length > 0) changes.push(['left out', undefined]);
  return [
    ...changes,
    ...ofNumber(schema),
    ...ofText(schema, value),
    ...ofList(schema, value),
    ...ofObject(value),
  ];
}

function ofNumber({ minimum, maximum }: Schema): Change[] {
  const changes: Change[] = minimum === undefined ? [] : [['zero', 0]];
  if (minimum !== undefined)
    changes.push(['least', minimum], ['below the least', minimum - 1], ['half', minimum + 0.5]);
  if (maximum !== undefined) changes.push(['most', maximum], ['above the most', maximum + 1]);
  return changes;
}

function ofText(schema: Schema, value: unknown): Change[] {
  if (![schema.type].flat().includes('string') && !schema.enum) return [];
  const { minLength = 0, maxLength } = schema;
  const changes: Change[] = (schema.enum ?? []).map((one) => [`as ${String(one)}`, one]);
  changes.push(
    ['with a control character', `${String(value)}\u0007`],
    ['blank', '  '],
    ['in capitals', 'ZZZ'],
    ['short', 'a'.repeat(minLength)],
  );
  if (minLength > 0) changes.push(['too short', 'a'.repeat(minLength - 1)]);
  if (maxLength !== undefined)
    changes.push(['long', 'a'.repeat(maxLength)], ['too long', 'a'.repeat(maxLength + 1)]);
  if (schema.format === 'date-time')
    changes.push(['of long ago', '1969-12-31T00:00:00Z'], ['a day alone', '2026-11-27']);
  return changes;
}

function ofList({ type, minItems, maxItems }: Schema, value: unknown): Change[] {
  if (type !== 'array') return [];
  const [entry] = Array.isArray(value) ? (value as unknown[]) : [];
  const changes: Change[] = [['of two that are alike', [entry, entry]]];
  if (minItems !== undefined) changes.push(['too few', Array.from({ length: minItems - 1 }, () => entry)]);
  if (maxItems !== undefined) changes.push(['too many', Array.from({ length: maxItems + 1 }, () => entry)]);
  return changes;
}

function ofObject(value: unknown): Change[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return [['with an unknown field', { ...value, nobodyKnows: 1 }]];
}

/** A copy with another value in one place; undefined takes it out. */
function withValue(body: unknown, [first, ...rest]: Path, value: unknown): unknown {
  if (first === undefined) return value;
  if (Array.isArray(body))
    return [withValue(body[0], rest, value), ...(body as unknown[]).slice(1)].filter(
      (one) => one !== undefined,
    );
  const changed = withValue((body as Record<string, unknown> | undefined)?.[first], rest, value);
  const { [first]: _, ...others } = (body ?? {}) as Record<string, unknown>;
  return changed === undefined ? others : { ...others, [first]: changed };
}
