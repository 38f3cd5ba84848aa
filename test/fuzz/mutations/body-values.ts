import type { Schema } from '../knowledge/document.js';
import type { Draft } from '../requests/draft.js';
import type { Tools } from './tools.js';

/** A place in a JSON value: what stands there, and what its schema says. */
interface Place {
  readonly parent: Record<string, unknown>;
  readonly name: string;
  readonly schema: Schema;
}

type Change = (place: Place, tools: Tools) => unknown;

const NUMBERS = [
  -1,
  0,
  -0,
  0.1,
  1.5,
  1e3,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 32,
  2 ** 53 - 1,
  2 ** 53,
  2 ** 53 + 2,
  2 ** 63,
  1e21,
  1e308,
  -(2 ** 31) - 1,
  -(2 ** 63),
  5e-324,
  999_999_999_999,
  1_000_000_000_001,
];
const MASS_ASSIGNED = [
  'id',
  'role',
  'roles',
  'isAdmin',
  'status',
  'version',
  'createdAt',
  'customerId',
  'userId',
  'price',
  'total',
  'permissions',
  'emailVerified',
  'passwordHash',
  '__proto__',
  'constructor',
  'toJSON',
  'then',
  'length',
  '',
  'x'.repeat(300),
  'a.b',
  'a[0]',
  '\u0000',
  'naïve',
  '$where',
];
const MOST_BYTES = 2_000_000;
const REMOVED = Symbol('removed');

/** Just outside, or just at, what the schema allows. */
const atLimits: Change = ({ schema, parent, name }, { random }) => {
  const { minimum, maximum, minLength, maxLength, maxItems, items } = schema;
  const numbers = [minimum, maximum].filter((limit) => limit !== undefined);
  if (numbers.length > 0) return random.pick(numbers) + random.pick([-1, 0, 1, 0.5]);
  const letter = random.pick(['a', 'é', '😀', ' ', '\n', '"', '\\', '漢']);
  if (maxLength !== undefined) return letter.repeat(maxLength + random.pick([-1, 0, 1, 1, 1_000]));
  if (minLength !== undefined) return letter.repeat(Math.max(0, minLength - 1));
  if (items) return repeated(parent[name], (maxItems ?? 1_000) + random.pick([0, 1]));
  return null;
};

/** So many parts, as long as they come to a few megabytes: repetitions may be repeated. */
function repeated(value: unknown, length: number): unknown[] {
  const parts: unknown[] = Array.isArray(value) ? value : [value];
  const size = (JSON.stringify(parts).length + 1) / Math.max(parts.length, 1);
  const affordable = Math.min(length, Math.ceil(MOST_BYTES / size));
  return Array.from({ length: affordable }, (_, at) => parts[at % Math.max(parts.length, 1)] ?? null);
}

function nested(depth: number, leaf: unknown): unknown {
  let value = leaf;
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? { a: value } : [value];
  return value;
}

const CHANGES: readonly (readonly [weight: number, name: string, change: Change])[] = [
  [10, 'left out', () => REMOVED],
  [6, 'null', () => null],
  [25, 'hostile text', (_, { random, hostile }) => random.pick(hostile.texts)],
  [10, 'odd number', (_, { random }) => random.pick(NUMBERS)],
  [25, 'at a limit', atLimits],
  [
    8,
    'another type',
    (_, { random }) => random.pick([true, false, '', '5', 'true', 5, [], {}, [[]], { $gt: '' }]),
  ],
  [5, 'as text', ({ parent, name }) => String(parent[name])],
  [4, 'in a list', ({ parent, name }) => [parent[name]]],
  [3, 'in an object', ({ parent, name }) => ({ [name]: parent[name] })],
  [4, 'twice', ({ parent, name }) => repeated(parent[name], 2)],
  [1, 'ten thousand times', ({ parent, name }) => repeated(parent[name], 10_001)],
  [2, 'nested', (_, { random }) => nested(random.pick([2, 31, 33, 500]), 1)],
  [
    1,
    'huge text',
    (_, { random }) => random.pick(['a', '😀', '\\']).repeat(random.pick([1_025, 20_001, 100_000])),
  ],
  [6, "somebody else's id", (_, { foreignId, random }) => foreignId() ?? random.uuid()],
];

/** Changes one place of a JSON body, by what its schema says of it. */
export function mutateBody(draft: Draft, schema: Schema, tools: Tools): void {
  const root = { body: structuredClone(draft.body) };
  const places = placesOf(root, 'body', schema, tools);
  const place = tools.random.pick(places);
  if (tools.random.chance(0.15)) addField(draft, place, tools);
  else {
    const [, name, change] = tools.random.weighted(CHANGES.map((each) => [each[0], each] as const));
    const value = change(place, tools);
    if (value === REMOVED) delete place.parent[place.name];
    else place.parent[place.name] = value;
    draft.notes.push(`${place.name}: ${name}`);
  }
  draft.body = root.body;
}

/** A field that nobody asked for; also one that would be another's property, were it assigned. */
function addField(draft: Draft, place: Place, { random, hostile }: Tools): void {
  const value = place.parent[place.name];
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  const target = isObject ? value : place.parent;
  const name = random.chance(0.7) ? random.pick(MASS_ASSIGNED) : random.pick(hostile.texts);
  const given = random.pick<unknown>(['owner', true, 1, null, {}, { isAdmin: true }]);
  if (Array.isArray(target)) return;
  Object.defineProperty(target, name, { value: given, enumerable: true, configurable: true, writable: true });
  draft.notes.push(`added ${JSON.stringify(name.slice(0, 40))}`);
}

function placesOf(parent: object, name: string, schema: Schema, tools: Tools): Place[] {
  const own = parent as Record<string, unknown>;
  const resolved = tools.resolve(schema.anyOf?.[0] ?? schema);
  const here: Place = { parent: own, name, schema: resolved };
  const value = own[name];
  if (typeof value !== 'object' || value === null) return [here];
  const parts = Object.keys(value).slice(0, 20);
  const described = (part: string): Schema =>
    (Array.isArray(value) ? resolved.items : resolved.properties?.[part]) ?? {};
  return [here, ...parts.flatMap((part) => placesOf(value, part, described(part), tools))];
}
