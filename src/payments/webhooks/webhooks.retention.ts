import { Injectable } from '@nestjs/common';
import { firstIdOf } from '../../common/database/ids.js';
import { Transaction } from '../../common/database/transaction.js';
import { Job } from '../../common/events/subscribe.decorator.js';
import { PaymentsConfig } from '../payments.config.js';

/** Small enough for the statement time-out, whatever the table holds. */
const BATCH = 1_000;

/** Somebody should have looked at them by then. */
const PARKED_DAYS = 365;

/** Forgets providers' events that have done their work, and long after them those that were parked. */
@Injectable()
export class WebhooksRetention {
  constructor(
    private readonly transaction: Transaction,
    private readonly config: PaymentsConfig,
  ) {}

  @Job('payments.forget_webhooks', { cron: '7 3 * * *' })
  async forget(): Promise<void> {
    const { webhookKeepDays } = this.config;
    while ((await this.forgetSome('applied', webhookKeepDays)) === BATCH);
    while ((await this.forgetSome('parked', Math.max(PARKED_DAYS, webhookKeepDays))) === BATCH);
  }

  /** Ids grow with time, so that the oldest rows lie together at the beginning of the index. */
  private async forgetSome(status: 'applied' | 'parked', days: number): Promise<number> {
    const { count } = await this.transaction.execute(
      `DELETE FROM payment_webhooks WHERE id IN (
         SELECT id FROM payment_webhooks
         WHERE id < $1::uuid AND status = $2 AND received_at < now() - make_interval(days => $3)
         ORDER BY id LIMIT $4)`,
      [firstIdOf(days), status, days, BATCH],
    );
    return count;
  }
}
