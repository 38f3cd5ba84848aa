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

  /** Days that providers' events are kept that have done their work; parked ones at least a year. */
  @Env('WEBHOOK_KEEP_DAYS', integer)
  @IsInt()
  @Min(30)
  @Max(3650)
  webhookKeepDays: number = 90;
}
