/** What kind of refusal an error is; the problem filter gives each its HTTP status, once. */
export type ErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'stale'
  | 'too_large'
  | 'unsupported'
  | 'unprocessable'
  | 'rate_limited'
  | 'unavailable';

export const STATUS_OF: Readonly<Record<ErrorKind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  stale: 412,
  too_large: 413,
  unsupported: 415,
  unprocessable: 422,
  rate_limited: 429,
  unavailable: 503,
};

/** An error class as OpenAPI documents it: the facts are static, so that a documented code cannot lie. */
export interface ErrorClass {
  readonly code: string;
  readonly kind: ErrorKind;
  readonly title: string;
}

/**
 * A refusal that the shop foresees. A subclass names `code` (stable, snake_case), `kind` and `title` as statics, and
 * passes `detail`, one sentence for the person who reads it, and members that a program needs to go on.
 */
export abstract class DomainError extends Error {
  static readonly code: string;
  static readonly kind: ErrorKind;
  static readonly title: string;

  constructor(
    readonly detail: string,
    readonly extra: Readonly<Record<string, unknown>> = {},
    readonly retryAfterSeconds?: number,
  ) {
    super(detail);
    this.name = this.constructor.name;
  }

  get facts(): ErrorClass {
    return this.constructor as unknown as ErrorClass;
  }
}
