import type { Schema } from '../fuzz/knowledge/document.js';

/** Marks where a number of so many digits stands, which no program could hold. */
const DIGITS = '"<digits>"';

/** Makes the JSON of a body that fills the limit, by what is put in one place. */
type Filler = (bodyWith: (value: unknown) => unknown, bytes: number) => string;

const text =
  (piece: string): Filler =>
  (bodyWith, bytes) =>
    JSON.stringify(bodyWith(piece.repeat(Math.max(1, Math.floor(bytes / Buffer.byteLength(piece))))));

const list =
  (entry: unknown): Filler =>
  (bodyWith, bytes) => {
    const length = Math.max(1, Math.floor(bytes / (JSON.stringify(entry).length + 1)));
    return JSON.stringify(bodyWith(Array.from({ length }, () => entry)));
  };

const digits: Filler = (bodyWith, bytes) =>
  JSON.stringify(bodyWith('<digits>')).replace(DIGITS, '9'.repeat(bytes));

const members: Filler = (bodyWith, bytes) => {
  const names = Array.from({ length: Math.max(1, Math.floor(bytes / 11)) }, (_, at) => at.toString(36));
  return JSON.stringify(bodyWith(Object.fromEntries(names.map((name) => [`f${name}`, 0]))));
};

/** As many as the shop takes, before it says that there are too many. */
const fewMembers: Filler = (bodyWith) => members(bodyWith, 11 * 200);

const nested: Filler = (bodyWith, bytes) => {
  const half = Math.floor(bytes / 2);
  return JSON.stringify(bodyWith('<digits>')).replace(DIGITS, '['.repeat(half) + ']'.repeat(half));
};

type Fillers = Readonly<Record<string, Filler>>;

/** What may cost more than its size: where texts are matched, lists compared, names looked up, and values nested. */
const BY_TYPE: Readonly<Record<string, Fillers>> = {
  string: {
    letters: text('a'),
    'combining marks': text('\u0316\u0301'),
    'spaces and a letter': text(' a'),
    'an address without end': text('a@a.'),
    'markup that never closes': text('<a '),
  },
  number: { 'a number of many digits': digits },
  array: {
    'empty objects': list({}),
    numbers: list(0),
    'texts that are alike': list('a'),
    'lists in a list': list([[]]),
    'lists within lists': nested,
  },
  object: { 'unknown members': members, 'some unknown members': fewMembers, 'empty objects': list({}) },
};

const OF_ANY: readonly (readonly [string, Filler])[] = Object.values(BY_TYPE).flatMap(Object.entries);

/** All that suits the type of a place, and of the rest one, which is another from place to place. */
export function fillersFor({ type = 'object' }: Schema, place: number): (readonly [string, Filler])[] {
  const types = [type].flat().map((each) => (each === 'integer' ? 'number' : each));
  return [...types.flatMap((each) => Object.entries(BY_TYPE[each] ?? {})), OF_ANY[place % OF_ANY.length]!];
}
