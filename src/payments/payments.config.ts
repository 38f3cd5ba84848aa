import { IsInt, Max, Min } from 'class-validator';
import { Config, Env, integer } from '../common/config/settings.js';

/** How payments deal with their providers. */
@Config()
export class PaymentsConfig {
  /**
   * Milliseconds that a provider has for its answer; after that its outcome is unknown, and recovery asks
   * again.
   */
  @Env('PAYMENTS_PROVIDER_TIMEOUT_MS', integer)
  @IsInt()
  @Min(100)
  @Max(20_000)
  providerTimeoutMs: number = 10_000;
}
