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

  /**
   * Hours that a placed order waits to be paid again, and keeps its stock, after the provider has lost the authorization
   * for it: lapsed or voided before it was captured. Then it is canceled.
   */
  @Env('ORDER_REPAYMENT_TTL_HOURS', integer)
  @IsInt()
  @Min(1)
  @Max(720)
  repaymentTtlHours: number = 72;

  get paymentTtlSeconds(): number {
    return this.paymentTtlMinutes * 60;
  }

  get repaymentTtlSeconds(): number {
    return this.repaymentTtlHours * 3600;
  }
}
