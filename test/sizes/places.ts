import type { ApiMap, Schema } from '../fuzz/knowledge/document.js';

/** A place in a JSON body where a client may put something, and the body with that put there. */
export interface Place {
  readonly path: string;
  readonly schema: Schema;
  readonly bodyWith: (value: unknown) => unknown;
}

/** Every place of a body: the body itself, each member of each object, and the entries of each list. */
export function placesIn(api: ApiMap, schema: Schema, example: unknown): Place[] {
  const resolved = openUnion(api, schema);
  const here: Place = { path: '', schema: resolved, bodyWith: (value) => value };
  return [here, ...membersOf(api, resolved, example), ...entriesOf(api, resolved, example)];
}

function membersOf(api: ApiMap, { properties = {} }: Schema, example: unknown): Place[] {
  const known = (example ?? {}) as Record<string, unknown>;
  return Object.entries(properties).flatMap(([name, member]) =>
    placesIn(api, member, known[name]).map((place) => ({
      ...place,
      path: `.${name}${place.path}`,
      bodyWith: (value: unknown) => ({ ...known, [name]: place.bodyWith(value) }),
    })),
  );
}

function entriesOf(api: ApiMap, { items }: Schema, example: unknown): Place[] {
  if (items === undefined) return [];
  const [first] = Array.isArray(example) ? example : [];
  return placesIn(api, items, first).map((place) => ({
    ...place,
    path: `[]${place.path}`,
    bodyWith: (value: unknown) => [place.bodyWith(value)],
  }));
}

function openUnion(api: ApiMap, schema: Schema): Schema {
  const resolved = api.resolve(schema);
  return resolved.anyOf ? api.resolve(resolved.anyOf[0]!) : resolved;
}
