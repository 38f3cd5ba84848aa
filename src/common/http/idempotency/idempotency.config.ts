import { IsInt, Max, Min } from 'class-validator';
import { Config, Env, integer } from '../../config/settings.js';

/** Settings of requests with an Idempotency-Key. */
@Config()
export class IdempotencyConfig {
  /** Milliseconds to wait for another request with the same key before 409 `idempotency_key_in_flight`; 0: none. */
  @Env('IDEMPOTENCY_WAIT_MS', integer)
  @IsInt()
  @Min(0)
  @Max(20_000)
  waitMs: number = 3_000;
}
