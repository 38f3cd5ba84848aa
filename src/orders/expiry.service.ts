import { Injectable, Logger } from '@nestjs/common';
import { Transaction } from '../common/database/transaction.js';
import { Job } from '../common/events/subscribe.decorator.js';
import { failpoint } from '../common/failpoints/failpoint.js';
import { ClosingService } from './closing.service.js';
import { ExpiryRepository } from './expiry.repository.js';
import { OrdersRepository } from './orders.repository.js';

/** Most orders of one run; the next run goes on. */
const BATCH = 500;

/** Ends orders that were not paid in time, by the database's clock. */
@Injectable()
export class ExpiryService {
  private readonly logger = new Logger(ExpiryService.name);

  constructor(
    private readonly transaction: Transaction,
    private readonly due: ExpiryRepository,
    private readonly orders: OrdersRepository,
    private readonly closing: ClosingService,
  ) {}

  /**
   * Ends the orders that are due, or asks for it while a payment is under way. Each has a transaction of its own, so
   * that stock rows of two orders are never held together, and one that fails does not keep the others.
   */
  @Job('orders.expire', { cron: '* * * * *' })
  async expireDue(): Promise<void> {
    for (const id of await this.due.find(BATCH)) {
      try {
        await this.expire(id);
        await failpoint('orders.expiry_committed');
      } catch (error) {
        this.logger.error({ err: error, msg: `Order ${id} could not be ended; the next run tries again` });
      }
    }
  }

  private expire(id: string): Promise<void> {
    return this.transaction.run(async () => {
      if (!(await this.due.lock(id))) return;
      const order = await this.orders.lock(id, { staff: true });
      if (order) await this.closing.expire(order);
      await failpoint('orders.expiry_written');
    });
  }
}
