import { Injectable, Logger } from '@nestjs/common';
import { Transaction } from '../../common/database/transaction.js';
import { Job } from '../../common/events/subscribe.decorator.js';
import { failpoint } from '../../common/failpoints/failpoint.js';
import { ClosingService } from './closing.service.js';
import { ExpiryRepository } from './expiry.repository.js';
import { AS_SHOP } from '../order-access.js';
import { OrdersRepository } from '../orders.repository.js';

const PAGE = 500;

/** A part of the connection pool, and faster than orders can be placed. */
const LANES = 4;

/** A longer run leaves the rest to the next one, a minute later. */
const RUN_LIMIT_MS = 55_000;

/** By the clock of the database. */
@Injectable()
export class ExpiryJobs {
  private readonly logger = new Logger(ExpiryJobs.name);

  constructor(
    private readonly transaction: Transaction,
    private readonly due: ExpiryRepository,
    private readonly orders: OrdersRepository,
    private readonly closing: ClosingService,
  ) {}

  /**
   * Ends each due order. Where a payment is under way, it asks payments to stop that first (OrderCloseRequested); the
   * order ends with its outcome. Each order has its own transaction: none holds stock rows of two, and failures stay
   * apart.
   */
  @Job('orders.expire', { says: 'Ends orders that were not paid in time', cron: '* * * * *' })
  async expireDue(): Promise<void> {
    const deadline = performance.now() + RUN_LIMIT_MS;
    let page = await this.due.find(PAGE);
    while (page.length > 0) {
      await this.expireAll(page.map(({ id }) => id));
      if (page.length < PAGE || performance.now() > deadline) return;
      page = await this.due.find(PAGE, page.at(-1));
    }
  }

  private async expireAll(ids: readonly string[]): Promise<void> {
    const left = ids.values();
    const lane = async (): Promise<void> => {
      for (const id of left) await this.tryToExpire(id);
    };
    await Promise.all(Array.from({ length: LANES }, lane));
  }

  private async tryToExpire(id: string): Promise<void> {
    try {
      await this.expire(id);
      await failpoint('orders.expiry_committed');
    } catch (error) {
      this.logger.error({ err: error, msg: `Order ${id} could not be ended; the next run tries again` });
    }
  }

  private expire(id: string): Promise<void> {
    return this.transaction.run(async () => {
      if (!(await this.due.lock(id))) return;
      const order = await this.orders.lock(id, AS_SHOP);
      if (order) await this.closing.expire(order);
      await failpoint('orders.expiry_written');
    });
  }
}
