import { IsInt, Max, Min } from 'class-validator';
import { Config, Env, integer } from '../common/config/settings.js';

/** How long orders wait, and how many may wait. */
@Config()
export class OrdersConfig {
  /** Minutes that a new order holds its stock, and waits for a payment to be started. */
  @Env('ORDER_HOLD_MINUTES', integer)
  @IsInt()
  @Min(1)
  @Max(1440)
  holdMinutes: number = 5;

  /** Minutes that an order holds its stock from the start of a payment on; a payment under way prolongs it. */
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

  /**
   * Orders of one client address that may wait for their payment at one moment; beyond that `POST /orders` answers 429
   * `too_many_open_orders`. A storefront's own server is one address unless TRUSTED_PROXIES names it.
   */
  @Env('ORDER_MAX_OPEN_PER_ADDRESS', integer)
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  maxOpenPerAddress: number = 20;

  /** The same of one e-mail address, of guests: a customer is counted by account, so that nobody else can use it up. */
  @Env('ORDER_MAX_OPEN_PER_EMAIL', integer)
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  maxOpenPerEmail: number = 5;

  /** The same of one account. */
  @Env('ORDER_MAX_OPEN_PER_ACCOUNT', integer)
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  maxOpenPerAccount: number = 5;

  /** Days after which personal data is taken out of guests' orders that expired or were canceled unpaid. */
  @Env('ORDER_FORGET_UNPAID_DAYS', integer)
  @IsInt()
  @Min(1)
  @Max(3650)
  forgetUnpaidDays: number = 30;

  /** An order whose payment was started never waits for less than a new one. */
  get holdSeconds(): number {
    return Math.min(this.holdMinutes, this.paymentTtlMinutes) * 60;
  }

  get paymentTtlSeconds(): number {
    return this.paymentTtlMinutes * 60;
  }

  get repaymentTtlSeconds(): number {
    return this.repaymentTtlHours * 3600;
  }
}
