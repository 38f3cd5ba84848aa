import { Injectable } from '@nestjs/common';
import { Transaction } from '../database/transaction.js';
import { Job } from '../events/subscribe.decorator.js';

@Injectable()
export class ImportsJobs {
  constructor(private readonly transaction: Transaction) {}

  @Job('imports.clean', {
    says: 'Gives up imports that stand still, and deletes old uploads and reports',
    cron: '27 * * * *',
  })
  async clean(): Promise<void> {
    await this.forgetUploads();
    await this.giveUp();
    await this.forgetEnded();
  }

  /** Removes uploads of dead processes; a live upload writes a chunk within seconds. */
  private async forgetUploads(): Promise<void> {
    await this.transaction.sql(
      `DELETE FROM imports WHERE state = 'uploading' AND touched_at < now() - interval '1 hour'`,
    );
  }

  /** Fails imports whose job is exhausted or gone. After progress in the last hour, the import may still run. */
  private async giveUp(): Promise<void> {
    await this.transaction.sql(
      `WITH stuck AS (
         UPDATE imports SET state = 'failed', finished_at = now(), touched_at = now(),
           failure = 'The import was given up after several attempts. Imported entries stay; send the file again for the rest.'
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

  private async forgetEnded(): Promise<void> {
    await this.transaction.sql(
      `DELETE FROM imports WHERE id IN (
         SELECT id FROM imports WHERE finished_at < now() - interval '90 days' LIMIT 100)`,
    );
  }
}
