import { resolved, type Schema, type Schemas, textsFor } from './schema-requests.js';

/** A parameter of an operation, as the document describes it. */
export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly style?: string;
  readonly schema: Schema;
}

/** What a request says by one parameter: the text of each time that it is sent, and what a schema makes of them. */
export interface Sent {
  readonly name: string;
  readonly texts: readonly (readonly [name: string, text: string])[];
  readonly value: unknown;
}

/** What may stand for each format that the document names. */
const EXAMPLES: Readonly<Record<string, string>> = {
  currency: 'USD',
  'date-time': '2026-11-27T00:00:00Z',
  email: 'mara@example.com',
  uuid: '0199c5a0-6b1e-7c3f-9a53-0d6f3f0f5b11',
};

/** Requests that say something by a parameter; whether it keeps the schema is for a validator to say. */
export function sendingsOf({ name, schema, style }: Parameter, schemas: Schemas): Sent[] {
  const plain = resolved(schema, schemas);
  if (style === 'deepObject') return ofObject(name, plain);
  if (plain.items) return ofList(name, plain, resolved(plain.items, schemas));
  return textsOf(plain).map(({ change, text }) => ({
    name: change,
    texts: [[name, text]],
    value: read(text, plain),
  }));
}

const textsOf = (schema: Schema): { change: string; text: string }[] => {
  const { example } = schema;
  const text = typeof example === 'string' ? example : (EXAMPLES[schema.format ?? ''] ?? 'text');
  return [{ change: 'example', text }, { change: 'empty', text: '' }, ...textsFor(schema, text)];
};

function ofList(name: string, { minItems = 0, maxItems }: Schema, entry: Schema): Sent[] {
  const list = (change: string, texts: readonly string[]): Sent => ({
    name: change,
    texts: texts.map((text) => [name, text]),
    value: texts.map((text) => read(text, entry)),
  });
  const [first] = textsOf(entry);
  const sendings = textsOf(entry).map(({ change, text }) => list(change, [text]));
  const many = (count: number): string[] => Array.from({ length: count }, () => first!.text);
  if (minItems > 0) sendings.push(list('too few', many(minItems - 1)));
  if (maxItems !== undefined)
    sendings.push(list('most', many(maxItems)), list('too many', many(maxItems + 1)));
  return sendings;
}

function ofObject(name: string, { additionalProperties, propertyNames, maxProperties = 1 }: Schema): Sent[] {
  const object = (change: string, entries: readonly (readonly [string, string])[]): Sent => ({
    name: change,
    texts: entries.map(([key, text]) => [`${name}[${key}]`, text]),
    value: Object.fromEntries(entries),
  });
  const many = (count: number) => Array.from({ length: count }, (_, at) => [`Name ${at}`, 'text'] as const);
  return [
    ...textsOf(additionalProperties as Schema).map(({ change, text }) =>
      object(`value ${change}`, [['Color', text]]),
    ),
    ...textsOf(propertyNames!).map(({ change, text }) => object(`name ${change}`, [[text, 'Blue']])),
    object('most', many(maxProperties)),
    object('too many', many(maxProperties + 1)),
  ];
}

/** What a text means by the type of its schema; a text that means nothing there stays one. */
function read(text: string, { type }: Schema): unknown {
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  if (type === 'integer' && /^-?(0|[1-9]\d*)(\.\d+)?$/.test(text)) return Number(text);
  return text;
}
