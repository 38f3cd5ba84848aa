export const IDEMPOTENT = Symbol('idempotent');

export interface IdempotentOptions {
  /** Without the header the answer is 400 `idempotency_key_required`. */
  readonly required?: boolean;
  /**
   * The handler asks a provider between two transactions, and keeps the claim itself (`@IdempotencyClaim()`): its first
   * statement is `Idempotency.begin`.
   */
  readonly twoPhase?: boolean;
}
