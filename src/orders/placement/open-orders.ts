import { Injectable } from '@nestjs/common';
import { HttpConfig } from '../../common/http/http.config.js';
import type { Order } from '../entities/order.entity.js';
import { OrdersConfig } from '../orders.config.js';
import { TooManyOpenOrders } from '../orders.errors.js';
import { OpenOrdersRepository, type Shopper } from './open-orders.repository.js';

/** More orders than can be placed at the same time: each holds a database connection. */
const AT_ONCE = 5_000;

/** Limits how many orders of one shopper wait for their first payment, also under concurrency. */
@Injectable()
export class OpenOrders {
  constructor(
    private readonly orders: OpenOrdersRepository,
    private readonly config: OrdersConfig,
    private readonly http: HttpConfig,
  ) {}

  /**
   * Admits one more order of this shopper, or throws TooManyOpenOrders. Other orders of the same address, e-mail or
   * account wait until the running transaction ends, so each counts those before it.
   */
  async admit(order: Order): Promise<void> {
    if (!this.http.rateLimits || order.status !== 'pending_payment') return;
    const { clientNetwork, customerId } = order;
    const email = customerId === null ? order.email : null;
    const shopper = [clientNetwork, email, customerId] as const;
    if (this.isWide && (await this.room(shopper)).left > AT_ONCE) return;
    await this.orders.lock(shopper);
    const { left, seconds } = await this.room(shopper);
    if (left <= 0) throw new TooManyOpenOrders(Math.max(1, Math.ceil(seconds ?? 1)));
  }

  /** With limits this wide, shoppers far below them need not wait for each other. */
  private get isWide(): boolean {
    const { maxOpenPerAddress, maxOpenPerEmail, maxOpenPerAccount } = this.config;
    return Math.min(maxOpenPerAddress, maxOpenPerEmail, maxOpenPerAccount) > AT_ONCE;
  }

  private async room(shopper: Shopper) {
    const { network, email, account, seconds } = await this.orders.count(shopper);
    const { maxOpenPerAddress, maxOpenPerEmail, maxOpenPerAccount } = this.config;
    const left = Math.min(maxOpenPerAddress - network, maxOpenPerEmail - email, maxOpenPerAccount - account);
    return { left, seconds };
  }
}
