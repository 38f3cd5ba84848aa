import { IsInt, Max, Min } from 'class-validator';
import { Config, Env, integer } from '../../config/settings.js';

/** What a request with an Idempotency-Key does while another one with its key is under way. */
@Config()
export class IdempotencyConfig {
  /**
   * Milliseconds that it waits for the answer of the other one, before it is told 409 `idempotency_key_in_flight`; 0
   * does not wait.
   */
  @Env('IDEMPOTENCY_WAIT_MS', integer)
  @IsInt()
  @Min(0)
  @Max(20_000)
  waitMs: number = 3_000;
}
