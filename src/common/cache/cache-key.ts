import type { FastifyRequest } from 'fastify';

/**
 * Path and query in a fixed order, as the client wrote them. Only what the route has answered is ever stored, and the
 * route refuses names that it does not know: so nobody fills the cache by making names up.
 */
export function cacheKey(request: FastifyRequest): string {
  const at = request.url.indexOf('?');
  if (at === -1) return request.url;
  const query = Object.entries(request.query as Record<string, unknown>).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${request.url.slice(0, at)} ${JSON.stringify(query)}`;
}
