import { IsInt, Max, Min, ValidateIf } from 'class-validator';
import { Config, Env, integer } from '../common/config/settings.js';

/** How long orders wait, and how many may wait. */
@Config()
export class OrdersConfig {
  /** Minutes that a new order holds its stock and waits for a payment to start. */
  @Env('ORDER_HOLD_MINUTES', integer)
  @IsInt()
  @Min(1)
  @Max(1440)
  holdMinutes: number = 5;

  /** Minutes that an order holds its stock from the start of a payment; a payment under way extends it. */
  @Env('ORDER_PAYMENT_TTL_MINUTES', integer)
  @IsInt()
  @Min(1)
  @Max(1440)
  paymentTtlMinutes: number = 15;

  /** Hours that a placed order waits for another payment after its authorization was lost; then it is canceled. */
  @Env('ORDER_REPAYMENT_TTL_HOURS', integer)
  @IsInt()
  @Min(1)
  @Max(720)
  repaymentTtlHours: number = 72;

  /** Unpaid orders of one client address at the same time; a storefront's server is one unless TRUSTED_PROXIES names it. */
  @Env('ORDER_MAX_OPEN_PER_ADDRESS', integer)
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  maxOpenPerAddress: number = 20;

  /** The same for one e-mail address of guests. Customers are counted by account. */
  @Env('ORDER_MAX_OPEN_PER_EMAIL', integer)
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  maxOpenPerEmail: number = 5;

  /** The same for one account. */
  @Env('ORDER_MAX_OPEN_PER_ACCOUNT', integer)
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  maxOpenPerAccount: number = 5;

  /**
   * Units that the unpaid orders of one client address, guest's e-mail address or account may hold together; beyond that
   * an order answers 429 `too_many_units_held`. The first order is never refused for it. The default is what one order
   * may have: far more than a family or an office leaves unpaid at one moment, and far less than a stock. 1000000 lifts
   * the limit.
   */
  @Env('ORDER_MAX_HELD_UNITS', integer)
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  maxHeldUnits: number = 500;

  /**
   * Percent of a variant's free stock that these orders may hold together, and always one unit; beyond that an order
   * answers 409 `hold_too_large`. The default leaves some of everything to others, and a shopper who wants all of it
   * pays for most first. 100 lifts the limit.
   */
  @Env('ORDER_HELD_STOCK_PERCENT', integer)
  @IsInt()
  @Min(1)
  @Max(100)
  heldStockPercent: number = 80;

  /**
   * Variants of which these orders may hold more than that percentage, because only one unit is free. The default suits
   * a cart of single pieces; more would let one address empty a shop that has one of each.
   */
  @Env('ORDER_MAX_HELD_LAST_UNITS', integer)
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  maxHeldLastUnits: number = 10;

  /** Days after which personal data is removed from guests' orders that expired or were canceled unpaid. */
  @Env('ORDER_FORGET_UNPAID_DAYS', integer)
  @IsInt()
  @Min(1)
  @Max(3650)
  forgetUnpaidDays: number = 30;

  /** Days after which orders that ended unpaid are deleted; 0 keeps them. At least 90: providers may report late. */
  @Env('ORDER_UNPAID_RETENTION_DAYS', integer)
  @ValidateIf((config: OrdersConfig) => config.unpaidRetentionDays !== 0)
  @IsInt()
  @Min(90)
  @Max(3650)
  unpaidRetentionDays: number = 365;

  get holdSeconds(): number {
    return Math.min(this.holdMinutes, this.paymentTtlMinutes) * 60;
  }

  /** Whether unpaid orders are limited in what they hold, besides their number. */
  get limitsHolds(): boolean {
    return this.heldStockPercent < 100 || this.maxHeldUnits < 1_000_000;
  }

  get paymentTtlSeconds(): number {
    return this.paymentTtlMinutes * 60;
  }

  get repaymentTtlSeconds(): number {
    return this.repaymentTtlHours * 3600;
  }
}
