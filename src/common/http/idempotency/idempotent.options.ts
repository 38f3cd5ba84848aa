export const IDEMPOTENT = Symbol('idempotent');

/** Marks a handler that lets nobody in by an `X-Order-Token` that does not open what the route is about. */
export const PROVES_TOKEN = Symbol('proves_token');

export interface IdempotentOptions {
  /**
   * Without the header the answer is 400 `idempotency_key_required`: where a second call would do a second thing. A
   * function tells it of the body.
   */
  readonly required?: boolean | ((body: unknown) => boolean);
  /**
   * The handler asks a provider between two transactions, and keeps the lease itself (`@IdempotencyLease()`): its first
   * statement is `Idempotency.begin`.
   */
  readonly twoPhase?: boolean;
  /**
   * The body is an upload, known only once all of it has arrived: the handler finds and stores the answer itself, in the
   * transaction of the effect, under a lease that its content is part of, and gives a `Replay` of a stored one.
   */
  readonly upload?: boolean;
}
