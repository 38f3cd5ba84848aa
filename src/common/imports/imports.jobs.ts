import { Injectable } from '@nestjs/common';
import { Transaction } from '../database/transaction.js';
import { Job } from '../events/subscribe.decorator.js';

/** Cleans up behind imports. */
@Injectable()
export class ImportsJobs {
  constructor(private readonly transaction: Transaction) {}

  @Job('imports.clean', { cron: '27 * * * *' })
  async clean(): Promise<void> {
    await this.forgetUploads();
    await this.giveUp();
    await this.forgetEnded();
  }

  /** What processes left that ended in the midst of an upload; one that lives writes a chunk within seconds. */
  private async forgetUploads(): Promise<void> {
    await this.transaction.sql(
      `DELETE FROM imports WHERE state = 'uploading' AND touched_at < now() - interval '1 hour'`,
    );
  }

  /**
   * Imports whose job has failed as often as it may, or is gone. A process that was taken for dead, and was not, takes
   * the job with it while another one is about the import: that one is left alone as long as it comes on.
   */
  private async giveUp(): Promise<void> {
    await this.transaction.sql(
      `WITH stuck AS (
         UPDATE imports SET state = 'failed', finished_at = now(), touched_at = now(),
           failure = 'It was given up after several tries. What was imported stays; send the file again for the rest.'
         WHERE state IN ('queued', 'running')
           AND coalesce(
             (SELECT bool_and(job.attempts >= job.max_attempts AND job.locked_at IS NULL)
              FROM graphile_worker._private_jobs job WHERE job.payload ->> 'id' = imports.id::text),
             touched_at < now() - interval '1 hour')
         RETURNING id
       )
       DELETE FROM import_chunks WHERE import_id IN (SELECT id FROM stuck)`,
    );
  }

  /** Imports and their reports are kept for 90 days. */
  private async forgetEnded(): Promise<void> {
    await this.transaction.sql(
      `DELETE FROM imports WHERE id IN (
         SELECT id FROM imports WHERE finished_at < now() - interval '90 days' LIMIT 100)`,
    );
  }
}
