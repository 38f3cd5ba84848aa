import { DomainError, type ErrorKind } from '../../errors/domain-error.js';

export class IdempotencyKeyRequired extends DomainError {
  static override readonly code = 'idempotency_key_required';
  static override readonly kind: ErrorKind = 'invalid';
  static override readonly title = 'An Idempotency-Key is required';

  constructor() {
    super('Send an Idempotency-Key header of 1 to 255 visible characters, new for each new request.');
  }
}

export class InvalidIdempotencyKey extends DomainError {
  static override readonly code = 'idempotency_key_invalid';
  static override readonly kind: ErrorKind = 'invalid';
  static override readonly title = 'The Idempotency-Key cannot be used';

  constructor() {
    super('An Idempotency-Key has 1 to 255 visible ASCII characters.');
  }
}

export class IdempotencyKeyInFlight extends DomainError {
  static override readonly code = 'idempotency_key_in_flight';
  static override readonly kind: ErrorKind = 'conflict';
  static override readonly title = 'The first request with this key is still in progress';

  constructor() {
    super('Send the same request again shortly to get its answer.', {}, 1);
  }
}

export class IdempotencyKeyReused extends DomainError {
  static override readonly code = 'idempotency_key_reused';
  static override readonly kind: ErrorKind = 'unprocessable';
  static override readonly title = 'The Idempotency-Key was used for another request';

  constructor() {
    super('Use a new key for a new request; repeat a request with the same body.');
  }
}
