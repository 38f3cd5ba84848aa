import { Injectable } from '@nestjs/common';
import { Counter } from 'prom-client';
import { AuthFacade, type UnusedAccount } from '../../auth/index.js';
import { CartFacade } from '../../cart/index.js';
import { Transaction } from '../../common/database/transaction.js';
import { Job } from '../../common/events/subscribe.decorator.js';
import { Metrics } from '../../common/http/metrics/metrics.js';
import { MoneylessOrdersRepository } from './moneyless-orders.repository.js';

/** Small enough for the statement time-out, whatever the table holds. */
const BATCH = 500;

/** Stands here since accounts know of no orders. Nobody without a session can order meanwhile. */
@Injectable()
export class UnusedAccountsJobs {
  private readonly removed: Counter;

  constructor(
    private readonly transaction: Transaction,
    private readonly accounts: AuthFacade,
    private readonly carts: CartFacade,
    private readonly orders: MoneylessOrdersRepository,
    metrics: Metrics,
  ) {
    this.removed = new Counter({
      name: 'cartwright_unused_accounts_removed_total',
      help: 'Accounts of customers that were removed since nobody used them',
      registers: [metrics.registry],
    });
  }

  @Job('orders.remove_unused_accounts', {
    says: 'Removes accounts of customers that nobody has used for long',
    cron: '13 4 * * *',
  })
  async removeUnused(): Promise<void> {
    let last: UnusedAccount | undefined;
    do last = await this.transaction.run(() => this.removeSome(last));
    while (last);
  }

  /** Returns where the next page begins. */
  private async removeSome(after?: UnusedAccount): Promise<UnusedAccount | undefined> {
    const page = await this.accounts.lockUnused(BATCH, after);
    const ids = page.map(({ id }) => id);
    const customers = await this.orders.customersAmong(ids);
    const unused = ids.filter((id) => !customers.has(id));
    await this.carts.forgetOf(unused);
    await this.accounts.removeUnused(unused);
    await this.transaction.afterCommit(() => this.removed.inc(unused.length));
    return page.at(-1);
  }
}
