import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { isUuid } from '../../database/ids.js';
import type { Lease } from './idempotency.js';
import { InvalidIdempotencyKey } from './idempotency.errors.js';

export const IDEMPOTENCY_KEY = /^[!-~]{1,255}$/;

/** The scope is the user or a proven secret; without either, no stranger's answer may be replayed. */
export function leaseOf(request: FastifyRequest, provesToken: boolean): Lease | undefined {
  const key = keyOf(request);
  const scope = scopeOf(request, provesToken);
  if (key === undefined || scope === undefined) return undefined;
  const fingerprint = sha256(`${request.method}\n${request.url}\n${canonical(request.body)}`);
  return { scope, key, fingerprint };
}

/** Adds the content of an upload to the fingerprint. */
export const withContent = (lease: Lease, content: string): Lease => ({
  ...lease,
  fingerprint: sha256(`${lease.fingerprint}\n${content}`),
});

/** Throws InvalidIdempotencyKey. */
export function keyOf(request: FastifyRequest): string | undefined {
  const header = request.headers['idempotency-key'];
  if (header === undefined) return undefined;
  if (typeof header !== 'string' || !IDEMPOTENCY_KEY.test(header)) throw new InvalidIdempotencyKey();
  return header;
}

function scopeOf(request: FastifyRequest, provesToken: boolean): string | undefined {
  if (request.principal) return `user:${request.principal.userId}`;
  const token = request.headers['x-order-token'];
  if (provesToken && typeof token === 'string' && token !== '') return `token:${sha256(token)}`;
  const cartId = cartOf(request);
  return cartId === undefined ? undefined : `cart:${sha256(cartId)}`;
}

/** A guest cart's id is its secret; it is in the path of cart routes and in the body of an order. */
function cartOf(request: FastifyRequest): string | undefined {
  const { id } = request.params as { id?: unknown };
  if (isUuid(id) && request.routeOptions.url?.includes('/carts/:id') === true) return id.toLowerCase();
  const { cartId } = (request.body ?? {}) as { cartId?: unknown };
  return isUuid(cartId) ? cartId.toLowerCase() : undefined;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** JSON with sorted keys, because the order of fields does not change a request. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
