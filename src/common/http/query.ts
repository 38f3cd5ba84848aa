/** More than any route accepts. */
const MAX_PARAMETERS = 150;

export type Query = Record<string, string | string[]>;

/** Repeated names become a list; brackets are part of a name. */
export function parseQuery(text: string): Query {
  const query: Query = Object.create(null) as Query;
  if (text === '') return query;
  let count = 0;
  for (const [name, value] of new URLSearchParams(text)) {
    if ((count += 1) > MAX_PARAMETERS) break;
    const known = query[name];
    if (known === undefined) query[name] = value;
    else query[name] = Array.isArray(known) ? [...known, value] : [known, value];
  }
  return query;
}
