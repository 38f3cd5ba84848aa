import { parseQuery } from '../http/query.js';

/**
 * Path and query in a fixed order, as the client wrote them. Only what the route has answered is ever stored, and the
 * route refuses names that it does not know: so nobody fills the cache by making names up. Other spellings of a path
 * (letters of an id, percent signs) are addresses of their own, which the cache's size bounds.
 */
export function cacheKey(url: string): string {
  // Where the router takes the path to end.
  const at = url.search(/[?#]/);
  if (at === -1) return url;
  const query = Object.entries(parseQuery(url.slice(at + 1))).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${url.slice(0, at)} ${JSON.stringify(query)}`;
}
