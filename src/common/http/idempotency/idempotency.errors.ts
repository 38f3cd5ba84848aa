import { refusal } from '../../errors/domain-error.js';

export class IdempotencyKeyRequired extends refusal(
  'invalid',
  'idempotency_key_required',
  'An Idempotency-Key is required',
) {
  constructor() {
    super('Send an Idempotency-Key header of 1 to 255 visible characters, new for each new request.');
  }
}

export class InvalidIdempotencyKey extends refusal(
  'invalid',
  'idempotency_key_invalid',
  'The Idempotency-Key cannot be used',
) {
  constructor() {
    super('An Idempotency-Key has 1 to 255 visible ASCII characters.');
  }
}

export class IdempotencyKeyInFlight extends refusal(
  'conflict',
  'idempotency_key_in_flight',
  'The first request with this key is still in progress',
) {
  constructor() {
    super('Send the same request again shortly to get its answer.', {}, 1);
  }
}

export class IdempotencyKeyReused extends refusal(
  'unprocessable',
  'idempotency_key_reused',
  'The Idempotency-Key was used for another request',
) {
  constructor() {
    super('Use a new key for a new request; repeat a request with the same body.');
  }
}
