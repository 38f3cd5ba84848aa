/** Each kind has one HTTP status, in the problem filter. */
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

/** The static facts of an error class, from which OpenAPI documents it. */
export interface ErrorClass {
  readonly code: string;
  readonly kind: ErrorKind;
  readonly title: string;
}

/** A foreseen refusal: `detail` is a sentence for people, members are for programs, `code` never changes. */
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

/** The base of one refusal: `class SlugTaken extends refusal('conflict', 'slug_taken', 'The slug is taken') {}`. */
export function refusal(kind: ErrorKind, code: string, title: string) {
  return class extends DomainError {
    static override readonly code = code;
    static override readonly kind = kind;
    static override readonly title = title;
  };
}
