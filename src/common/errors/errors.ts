import { refusal } from './domain-error.js';

/** One fault of a request: its place, its code, and a sentence about it. */
export interface Fault {
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

export class ValidationFailed extends refusal('invalid', 'validation_failed', 'The request is not valid') {
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
export class UnknownField extends refusal('invalid', 'unknown_field', 'The request has an unknown field') {
  constructor(readonly errors: readonly Fault[]) {
    super(errors[0]?.message ?? 'The request has an unknown field.', { errors });
  }
}

/** A body that is no JSON object in UTF-8, is too deep, or has text that cannot be stored. */
export class MalformedBody extends refusal('invalid', 'malformed_body', 'The body cannot be read') {}

export class InvalidCursor extends refusal(
  'invalid',
  'invalid_cursor',
  'The cursor does not belong to this list',
) {
  constructor() {
    super('Use the nextCursor of this list with the same filters and sort, or begin without one.');
  }
}

export class Unauthenticated extends refusal('unauthenticated', 'unauthenticated', 'Sign in first') {
  constructor(detail = 'Send a valid access token as "Authorization: Bearer <token>".') {
    super(detail);
  }
}

export class Forbidden extends refusal('forbidden', 'forbidden', 'Not allowed') {
  constructor(detail = 'Your account lacks the permission for this.') {
    super(detail);
  }
}

/** Unknown, or not yours: both get the same answer. */
export class NotFound extends refusal('not_found', 'not_found', 'Not found') {
  constructor(what = 'resource') {
    super(`There is no such ${what}.`);
  }
}

export class StaleVersion extends refusal('stale', 'stale_version', 'It has changed since you read it') {
  constructor() {
    super('Read it again, and repeat the change with the ETag of that answer.');
  }
}

export class IllegalTransition extends refusal(
  'conflict',
  'illegal_transition',
  'The current state does not allow this',
) {
  constructor(what: string, from: string, to: string) {
    super(`A ${what} that is ${from} cannot become ${to}.`, { from, to });
  }
}

export class AmountTooLarge extends refusal(
  'unprocessable',
  'amount_too_large',
  'The amount is too large for the shop',
) {
  constructor() {
    super('Lower the quantity or the price: an amount can have at most 1,000,000,000,000 minor units.');
  }
}

export class RateLimited extends refusal('rate_limited', 'rate_limited', 'Too many requests') {
  constructor(retryAfterSeconds: number) {
    super(`Try again in ${retryAfterSeconds} s.`, {}, retryAfterSeconds);
  }
}

/** Out of capacity: nothing was done, and the same request may succeed later. */
export class Overloaded extends refusal('unavailable', 'overloaded', 'Too busy right now') {
  constructor(detail = 'Nothing was changed. Try again shortly.', retryAfterSeconds = 1) {
    super(detail, {}, retryAfterSeconds);
  }
}

/** A service that the request needs is away: the same request may succeed later. */
export class Unavailable extends refusal('unavailable', 'unavailable', 'Not available right now') {
  constructor(
    detail = 'A service that this request needs does not work. Try again shortly.',
    retryAfterSeconds = 2,
  ) {
    super(detail, {}, retryAfterSeconds);
  }
}
