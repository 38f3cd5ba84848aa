import { Injectable } from '@nestjs/common';
import type { HoldLimit } from '../../inventory/index.js';
import { HttpConfig } from '../../common/http/http.config.js';
import type { Order } from '../entities/order.entity.js';
import { OrdersConfig } from '../orders.config.js';
import { TooManyOpenOrders, TooManyUnitsHeld } from '../orders.errors.js';
import { OpenOrdersRepository, type Shopper } from './open-orders.repository.js';

/** Most orders that can be placed at the same time: each holds a database connection. */
const AT_ONCE = 5_000;

/** Limits the unpaid orders of one shopper, and what they hold together, also under concurrency. */
@Injectable()
export class OpenOrders {
  constructor(
    private readonly orders: OpenOrdersRepository,
    private readonly config: OrdersConfig,
    private readonly http: HttpConfig,
  ) {}

  /** Orders of the same address, e-mail or account wait for the commit, so each counts those before it. */
  async admit(order: Order): Promise<HoldLimit | undefined> {
    if (!this.http.rateLimits || order.status !== 'pending_payment') return undefined;
    const { clientNetwork, customerId } = order;
    const email = customerId === null ? order.email : null;
    const shopper = [clientNetwork, email, customerId] as const;
    if (this.isWide && (await this.room(shopper)).left > AT_ONCE) return undefined;
    await this.orders.lock(shopper);
    const { left, seconds } = await this.room(shopper);
    const retryAfterSeconds = Math.max(1, Math.ceil(seconds ?? 1));
    if (left <= 0) throw new TooManyOpenOrders(retryAfterSeconds);
    if (!this.config.limitsHolds) return undefined;

    const held = await this.orders.heldBy(shopper);
    const { maxHeldUnits, heldStockPercent, maxHeldLastUnits } = this.config;
    const units = unitsOf([...held.values()]);
    const wanted = unitsOf(order.lines.map(({ quantity }) => quantity));
    if (units > 0 && units + wanted > maxHeldUnits) throw new TooManyUnitsHeld(retryAfterSeconds);
    return { held, percent: heldStockPercent, lastUnits: maxHeldLastUnits };
  }

  /** With limits this wide, shoppers far below them need not wait for each other. */
  private get isWide(): boolean {
    const { maxOpenPerAddress, maxOpenPerEmail, maxOpenPerAccount, limitsHolds } = this.config;
    return !limitsHolds && Math.min(maxOpenPerAddress, maxOpenPerEmail, maxOpenPerAccount) > AT_ONCE;
  }

  private async room(shopper: Shopper) {
    const { network, email, account, seconds } = await this.orders.count(shopper);
    const { maxOpenPerAddress, maxOpenPerEmail, maxOpenPerAccount } = this.config;
    const left = Math.min(maxOpenPerAddress - network, maxOpenPerEmail - email, maxOpenPerAccount - account);
    return { left, seconds };
  }
}

const unitsOf = (quantities: readonly number[]): number => quantities.reduce((sum, units) => sum + units, 0);
