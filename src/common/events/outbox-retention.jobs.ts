import { Injectable } from '@nestjs/common';
import { firstIdOf } from '../database/ids.js';
import { Transaction } from '../database/transaction.js';
import { OutboxConfig } from './outbox.config.js';
import { Job } from './subscribe.decorator.js';

/** Small enough for the statement time-out at any table size. */
const BATCH = 1_000;

/** Deletes old events that all subscribers have handled. A trigger refuses any other deletion. */
@Injectable()
export class OutboxRetentionJobs {
  constructor(
    private readonly transaction: Transaction,
    private readonly config: OutboxConfig,
  ) {}

  @Job('events.forget_delivered', {
    says: 'Deletes old events that every subscriber has handled',
    cron: '37 3 * * *',
  })
  async forgetDelivered(): Promise<void> {
    while ((await this.forgetSome()) === BATCH);
  }

  /** Ids grow with time, so the oldest rows are neighbors in the index. */
  private async forgetSome(): Promise<number> {
    const { count } = await this.transaction.execute(
      `WITH waiting AS MATERIALIZED (
         SELECT job.payload ->> 'eventId' AS id FROM graphile_worker._private_jobs AS job
         WHERE job.payload ->> 'eventId' IS NOT NULL
       )
       DELETE FROM outbox WHERE id IN (
         SELECT id FROM outbox
         WHERE id < $1::uuid AND occurred_at < now() - make_interval(days => $2)
           AND id::text NOT IN (SELECT id FROM waiting)
         ORDER BY id LIMIT $3)`,
      [firstIdOf(this.config.keepDays), this.config.keepDays, BATCH],
    );
    return count;
  }
}
