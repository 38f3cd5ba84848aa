import { DomainError, type ErrorKind } from './domain-error.js';

/** One fault of a request: its place, its code, and a sentence about it. */
export interface Fault {
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

export class ValidationFailed extends DomainError {
  static override readonly code = 'validation_failed';
  static override readonly kind: ErrorKind = 'invalid';
  static override readonly title = 'The request is not valid';

  constructor(readonly errors: readonly Fault[]) {
    super(errors[0]?.message ?? 'The request is not valid.', { errors });
  }
}

export const unknownField = (path: string): Fault => ({
  path,
  code: 'unknown_field',
  message: `${path} is not a known field`,
});

/** An unknown field is refused, because it would otherwise be lost silently. */
export class UnknownField extends DomainError {
  static override readonly code = 'unknown_field';
  static override readonly kind: ErrorKind = 'invalid';
  static override readonly title = 'The request has an unknown field';

  constructor(readonly errors: readonly Fault[]) {
    super(errors[0]?.message ?? 'The request has an unknown field.', { errors });
  }
}

/** A body that is no JSON object in UTF-8, is too deep, or has text that cannot be stored. */
export class MalformedBody extends DomainError {
  static override readonly code = 'malformed_body';
  static override readonly kind: ErrorKind = 'invalid';
  static override readonly title = 'The body cannot be read';
}

export class InvalidCursor extends DomainError {
  static override readonly code = 'invalid_cursor';
  static override readonly kind: ErrorKind = 'invalid';
  static override readonly title = 'The cursor does not belong to this list';

  constructor() {
    super('Use the nextCursor of this list with the same filters and sort, or begin without one.');
  }
}

export class Unauthenticated extends DomainError {
  static override readonly code = 'unauthenticated';
  static override readonly kind: ErrorKind = 'unauthenticated';
  static override readonly title = 'Sign in first';

  constructor(detail = 'Send a valid access token as "Authorization: Bearer <token>".') {
    super(detail);
  }
}

export class Forbidden extends DomainError {
  static override readonly code = 'forbidden';
  static override readonly kind: ErrorKind = 'forbidden';
  static override readonly title = 'Not allowed';

  constructor(detail = 'Your account lacks the permission for this.') {
    super(detail);
  }
}

/** Unknown, or not yours: both get the same answer. */
export class NotFound extends DomainError {
  static override readonly code = 'not_found';
  static override readonly kind: ErrorKind = 'not_found';
  static override readonly title = 'Not found';

  constructor(what = 'resource') {
    super(`There is no such ${what}.`);
  }
}

export class StaleVersion extends DomainError {
  static override readonly code = 'stale_version';
  static override readonly kind: ErrorKind = 'stale';
  static override readonly title = 'Changed since you read it';

  constructor() {
    super('Read it again, and repeat the change with the ETag of that answer.');
  }
}

export class IllegalTransition extends DomainError {
  static override readonly code = 'illegal_transition';
  static override readonly kind: ErrorKind = 'conflict';
  static override readonly title = 'Not possible in the current state';

  constructor(what: string, from: string, to: string) {
    super(`A ${what} that is ${from} cannot become ${to}.`, { from, to });
  }
}

export class AmountTooLarge extends DomainError {
  static override readonly code = 'amount_too_large';
  static override readonly kind: ErrorKind = 'unprocessable';
  static override readonly title = 'The amount is too large for the shop';

  constructor() {
    super('Lower the quantity or the price: an amount may have at most 1,000,000,000,000 minor units.');
  }
}

export class RateLimited extends DomainError {
  static override readonly code = 'rate_limited';
  static override readonly kind: ErrorKind = 'rate_limited';
  static override readonly title = 'Too many requests';

  constructor(retryAfterSeconds: number) {
    super(`Try again in ${retryAfterSeconds} s.`, {}, retryAfterSeconds);
  }
}

/** Out of capacity: nothing was done, and the same request may succeed later. */
export class Overloaded extends DomainError {
  static override readonly code = 'overloaded';
  static override readonly kind: ErrorKind = 'unavailable';
  static override readonly title = 'Too busy right now';

  constructor(detail = 'Nothing was changed. Try again shortly.', retryAfterSeconds = 1) {
    super(detail, {}, retryAfterSeconds);
  }
}

/** A service that the request needs is away: the same request may succeed later. */
export class Unavailable extends DomainError {
  static override readonly code = 'unavailable';
  static override readonly kind: ErrorKind = 'unavailable';
  static override readonly title = 'Not available right now';

  constructor(
    detail = 'A service that this request needs does not work. Try again shortly.',
    retryAfterSeconds = 2,
  ) {
    super(detail, {}, retryAfterSeconds);
  }
}
