export const IDEMPOTENT = Symbol('idempotent');

/** Marks handlers that refuse an `X-Order-Token` which does not open their resource. */
export const PROVES_TOKEN = Symbol('proves_token');

export interface IdempotentOptions {
  /** Missing header: 400 `idempotency_key_required`. A function decides by the body. */
  readonly required?: boolean | ((body: unknown) => boolean);
  /** The handler calls a provider between two transactions, and starts with `Idempotency.begin`. */
  readonly twoPhase?: boolean;
  /** The handler hashes the upload into its lease, stores the answer with the effect, and returns a `Replay`. */
  readonly upload?: boolean;
}
