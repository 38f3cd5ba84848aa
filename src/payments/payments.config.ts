import { IsInt, Max, Min } from 'class-validator';
import { Config, Env, integer } from '../common/config/settings.js';

/** How payments use their providers. */
@Config()
export class PaymentsConfig {
  /** Milliseconds that a provider has for its answer. After that the outcome is unknown, and recovery asks again. */
  @Env('PAYMENTS_PROVIDER_TIMEOUT_MS', integer)
  @IsInt()
  @Min(100)
  @Max(20_000)
  providerTimeoutMs: number = 10_000;

  /** Days that applied provider events are kept. Parked ones are kept for at least a year. */
  @Env('WEBHOOK_KEEP_DAYS', integer)
  @IsInt()
  @Min(30)
  @Max(3650)
  webhookKeepDays: number = 90;
}
