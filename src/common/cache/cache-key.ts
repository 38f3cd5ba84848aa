import { parseQuery } from '../http/query.js';

/**
 * Path and query in a fixed order, as the client wrote them. Only answers of the route are stored, and the route
 * refuses unknown names, so made-up names cannot fill the cache. Other spellings of a path count as other addresses;
 * the cache's size limits them.
 */
export function cacheKey(url: string): string {
  // The router ends the path here.
  const at = url.search(/[?#]/);
  if (at === -1) return url;
  const query = Object.entries(parseQuery(url.slice(at + 1))).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${url.slice(0, at)} ${JSON.stringify(query)}`;
}
