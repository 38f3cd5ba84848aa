import { IsInt, Max, Min } from 'class-validator';
import { Config, Env, integer } from '../common/config/settings.js';

/** How long orders wait. */
@Config()
export class OrdersConfig {
  /** Minutes that an order waits for its payment, and holds its stock; a payment under way prolongs it. */
  @Env('ORDER_PAYMENT_TTL_MINUTES', integer)
  @IsInt()
  @Min(1)
  @Max(1440)
  paymentTtlMinutes: number = 15;

  get paymentTtlSeconds(): number {
    return this.paymentTtlMinutes * 60;
  }
}
