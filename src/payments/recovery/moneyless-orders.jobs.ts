import { Injectable } from '@nestjs/common';
import { Counter } from 'prom-client';
import { Transaction } from '../../common/database/transaction.js';
import { Job } from '../../common/events/subscribe.decorator.js';
import { Metrics } from '../../common/http/metrics/metrics.js';
import { OrdersFacade, type MoneylessOrder } from '../../orders/index.js';
import { PaymentsRepository } from '../completion/payments.repository.js';

/** Small enough for the statement time-out, whatever the tables hold. */
const BATCH = 250;

/** Stands here since orders know of no payments. */
@Injectable()
export class MoneylessOrdersJobs {
  private readonly removed: Counter;

  constructor(
    private readonly transaction: Transaction,
    private readonly orders: OrdersFacade,
    private readonly payments: PaymentsRepository,
    metrics: Metrics,
  ) {
    this.removed = new Counter({
      name: 'cartwright_unpaid_orders_removed_total',
      help: 'Orders that were removed since they ended long ago without any money',
      registers: [metrics.registry],
    });
  }

  @Job('payments.remove_unpaid_orders', {
    says: 'Removes orders that ended long ago without any money',
    cron: '33 4 * * *',
  })
  async removeMoneyless(): Promise<void> {
    let last: MoneylessOrder | undefined;
    do last = await this.transaction.run(() => this.removeSome(last));
    while (last);
  }

  /** Returns where the next page begins. */
  private async removeSome(after?: MoneylessOrder): Promise<MoneylessOrder | undefined> {
    const page = await this.orders.lockMoneyless(BATCH, after);
    const kept = await this.payments.removeMoneyless(page.map(({ id }) => id));
    const moneyless = page.filter(({ id }) => !kept.has(id));
    await this.orders.removeMoneyless(moneyless);
    await this.transaction.afterCommit(() => this.removed.inc(moneyless.length));
    return page.at(-1);
  }
}
