import { IsBoolean, IsInt, Max, Min } from 'class-validator';
import { Config, Env, flag, integer } from '../../config/settings.js';
import type { SheddingLimits } from './shedding.js';

/**
 * Delays that last beyond which requests are answered 503 at once, the least needed first, so that the others are served.
 * A page that comes late is as good as none. A rush of some hundred buyers is a line of a second or two, and they are
 * all served: the limit of the checkout lies beyond it.
 */
@Config()
export class LoadSheddingConfig {
  /** `off` is for tests of other things on a busy machine. */
  @Env('LOAD_SHEDDING', flag)
  @IsBoolean()
  enabled: boolean = true;

  /** Milliseconds of delay from which catalog pages, sign-ins and new carts are refused; all of them from twice that. */
  @Env('SHED_CATALOG_DELAY_MS', integer)
  @IsInt()
  @Min(10)
  @Max(60_000)
  catalogDelayMs: number = 250;

  /** The same for carts that are open, orders, payments and whatever else is asked. */
  @Env('SHED_CHECKOUT_DELAY_MS', integer)
  @IsInt()
  @Min(10)
  @Max(60_000)
  checkoutDelayMs: number = 5_000;

  /** The same for webhooks of payment providers, which tell of money that has moved. */
  @Env('SHED_WEBHOOK_DELAY_MS', integer)
  @IsInt()
  @Min(10)
  @Max(60_000)
  webhookDelayMs: number = 10_000;

  /**
   * Milliseconds that a delay must last before anybody is refused. A start, a garbage collection and a burst of other
   * processes pass sooner.
   */
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
