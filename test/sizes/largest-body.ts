import type { ApiMap, Schema } from '../fuzz/knowledge/document.js';

const MOST_BYTES_PER_CHARACTER = 4;
/** Texts whose form the document tells by a format or a pattern. */
const FORMED_TEXT = 64;

/** Bytes of the largest JSON that a schema allows, written without white space. */
export function largestBody(api: ApiMap, schema: Schema): number {
  const resolved = api.resolve(schema);
  const union = resolved.anyOf;
  if (union) return Math.max(...union.map((part) => largestBody(api, part)));
  if (resolved.enum) return Math.max(...resolved.enum.map((value) => JSON.stringify(value).length));
  if (resolved.properties) {
    const members = Object.entries(resolved.properties);
    return members.reduce((sum, [name, part]) => sum + name.length + 4 + largestBody(api, part), 2);
  }
  if (resolved.items) return 2 + (resolved.maxItems ?? 0) * (1 + largestBody(api, resolved.items));
  if (resolved.maxLength === undefined) return FORMED_TEXT;
  return 2 + resolved.maxLength * MOST_BYTES_PER_CHARACTER;
}
