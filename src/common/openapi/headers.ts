import type { Operation } from './operations.js';

export const HEADERS = {
  ETag: header('Names this version of the answer; send it as `If-None-Match` or `If-Match`.', {
    type: 'string',
    example: '"3-5c1vY0mQk2b4Zx9a"',
  }),
  Location: header('Address of the resource.', {
    type: 'string',
    format: 'uri-reference',
    example: '/api/v1/carts/0199c5a0-6b1e-7c3f-9a53-0d6f3f0f5b11',
  }),
  'Retry-After': header('Seconds to wait before a retry.', {
    type: 'integer',
    minimum: 1,
    example: 2,
  }),
  'RateLimit-Limit': header('Calls allowed in the window.', { type: 'integer', example: 600 }),
  'RateLimit-Remaining': header('Calls left in the window.', {
    type: 'integer',
    minimum: 0,
    example: 599,
  }),
  'RateLimit-Reset': header('Seconds until the window ends.', { type: 'integer', minimum: 0, example: 60 }),
  'Idempotency-Replayed': header('`true`: the stored answer of the first request with this key.', {
    type: 'string',
    enum: ['true'],
  }),
  'Cache-Status': header('Whether the answer came from the cache (RFC 9211).', {
    type: 'string',
    example: 'cartwright; hit',
  }),
  'WWW-Authenticate': header('Scheme to sign in with.', {
    type: 'string',
    example: 'Bearer realm="cartwright"',
  }),
  'X-Request-Id': header('Id of the request in the log.', {
    type: 'string',
    example: '0199c5a0-6b1e-7c3f-9a53-0d6f3f0f5b11',
  }),
} as const;

type HeaderName = keyof typeof HEADERS;

/** Behavior of a route that shows in its headers. */
export interface Traits {
  readonly isConditional: boolean;
  readonly isCached: boolean;
  readonly isIdempotent: boolean;
  readonly isLocated: boolean;
}

interface Response {
  headers?: Record<string, { $ref: string }>;
}

const LIMITS: readonly HeaderName[] = ['RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset'];

export function describeHeaders(operation: Operation, traits: Traits): void {
  for (const [status, response] of Object.entries(operation.responses as Record<string, Response>)) {
    const names = namesFor(Number(status), traits);
    response.headers = Object.fromEntries(
      names.map((name) => [name, { $ref: `#/components/headers/${name}` }]),
    );
  }
}

function namesFor(status: number, traits: Traits): HeaderName[] {
  const names: HeaderName[] = ['X-Request-Id'];
  if (status < 400) names.push(...LIMITS, ...ofSuccess(status, traits));
  if (status === 401) names.push('WWW-Authenticate');
  if (status === 429) names.push(...LIMITS, 'Retry-After');
  if (status === 503) names.push('Retry-After');
  return names;
}

function ofSuccess(status: number, traits: Traits): HeaderName[] {
  if (status === 301) return ['Location'];
  const isRead = status === 200 || status === 304;
  return [
    ...(isRead && traits.isConditional ? (['ETag'] as const) : []),
    ...(isRead && traits.isCached ? (['Cache-Status'] as const) : []),
    ...(status < 300 && traits.isIdempotent ? (['Idempotency-Replayed'] as const) : []),
    ...((status === 201 || status === 202) && traits.isLocated ? (['Location'] as const) : []),
  ];
}

function header(description: string, schema: object) {
  return { description, schema };
}
