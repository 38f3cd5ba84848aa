import { parseQuery } from '../http/query.js';

/** Path and query, sorted. Routes refuse unknown parameters, so made-up names cannot fill the cache. */
export function cacheKey(url: string): string {
  const at = url.search(/[?#]/);
  if (at === -1) return url;
  const query = Object.entries(parseQuery(url.slice(at + 1))).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${url.slice(0, at)} ${JSON.stringify(query)}`;
}
