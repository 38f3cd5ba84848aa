import { Injectable } from '@nestjs/common';
import { CartFacade } from '../../cart/index.js';
import { Transaction } from '../../common/database/transaction.js';
import { Job } from '../../common/events/subscribe.decorator.js';
import { OrdersConfig } from '../orders.config.js';
import { ForgettingRepository } from './forgetting.repository.js';

/** Small enough for the statement time-out at any table size. */
const BATCH = 500;

/** Numbers, lines, amounts and the country stay. */
@Injectable()
export class ForgettingJobs {
  constructor(
    private readonly transaction: Transaction,
    private readonly orders: ForgettingRepository,
    private readonly carts: CartFacade,
    private readonly config: OrdersConfig,
  ) {}

  /** Skips orders for which any money moved. */
  @Job('orders.forget_unpaid', {
    says: "Removes personal data from guests' orders that were never paid",
    cron: '53 3 * * *',
  })
  async forgetUnpaid(): Promise<void> {
    while ((await this.transaction.run(() => this.forgetSome())) === BATCH);
  }

  private async forgetSome(): Promise<number> {
    const cartIds = await this.orders.forgetUnpaid(this.config.forgetUnpaidDays, BATCH);
    await this.carts.forget(cartIds);
    return cartIds.length;
  }
}
