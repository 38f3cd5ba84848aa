import { IsBoolean, IsInt, Max, Min } from 'class-validator';
import { Config, Env, flag, integer } from '../../config/settings.js';
import type { SheddingLimits } from './shedding.js';

/** Sheds the least important requests first. Defaults let a rush of some hundred buyers finish in a second or two. */
@Config()
export class LoadSheddingConfig {
  /** `off` is for tests on a busy machine. */
  @Env('LOAD_SHEDDING', flag)
  @IsBoolean()
  enabled: boolean = true;

  /** Delay in milliseconds that starts to refuse catalog pages, sign-ins and new carts; twice that refuses all. */
  @Env('SHED_CATALOG_DELAY_MS', integer)
  @IsInt()
  @Min(10)
  @Max(60_000)
  catalogDelayMs: number = 250;

  /** The same limit for open carts, orders, payments and all other requests. */
  @Env('SHED_CHECKOUT_DELAY_MS', integer)
  @IsInt()
  @Min(10)
  @Max(60_000)
  checkoutDelayMs: number = 5_000;

  /** The same limit for payment webhooks, which report money that has moved. */
  @Env('SHED_WEBHOOK_DELAY_MS', integer)
  @IsInt()
  @Min(10)
  @Max(60_000)
  webhookDelayMs: number = 10_000;

  /** Milliseconds that a delay must last before requests are refused; garbage collection passes sooner. */
  @Env('SHED_INTERVAL_MS', integer)
  @IsInt()
  @Min(100)
  @Max(60_000)
  intervalMs: number = 1_000;

  get limits(): SheddingLimits {
    return {
      sheddable: this.catalogDelayMs,
      entry: this.catalogDelayMs,
      normal: this.checkoutDelayMs,
      critical: this.webhookDelayMs,
    };
  }
}
