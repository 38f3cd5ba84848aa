import { Injectable, Logger } from '@nestjs/common';
import { Transaction } from '../database/transaction.js';
import { Job, TakesOver } from './subscribe.decorator.js';

/** A new worker may take a job before its session shows. */
const GRACE_SECONDS = 3;

/**
 * Frees the jobs and queues of killed processes. The queue itself would wait four hours, and later events of
 * these aggregates with it.
 */
@Injectable()
export class AbandonedJobs {
  private readonly logger = new Logger(AbandonedJobs.name);

  constructor(private readonly transaction: Transaction) {}

  @TakesOver()
  async free(living: readonly string[]): Promise<void> {
    const [row] = await this.transaction.sql<{ names: string[] | null }>(
      `WITH dead AS (
         SELECT locked_by AS name FROM graphile_worker._private_jobs
         WHERE locked_at < now() - make_interval(secs => $2) AND locked_by <> ALL($1::text[])
         UNION
         SELECT locked_by FROM graphile_worker._private_job_queues
         WHERE locked_at < now() - make_interval(secs => $2) AND locked_by <> ALL($1::text[])
       )
       SELECT array_agg(name) AS names FROM dead`,
      [living, GRACE_SECONDS],
    );
    if (!row?.names) return;
    this.logger.warn(`Taking over jobs of ended processes: ${row.names.join(', ')}`);
    await this.unlock(row.names);
    await this.forgetSuperseded();
  }

  /** Keeps `updated_at`: a keyless job with a later one counts as superseded. */
  async unlock(names: readonly string[]): Promise<void> {
    await this.transaction.run(async () => {
      // One process at a time: skipped rows would let later jobs run first.
      await this.transaction.sql("SELECT pg_advisory_xact_lock(hashtext('events.free_abandoned_jobs'))");
      const untouched = await this.transaction.sql<{ id: number }>(
        `SELECT id FROM graphile_worker._private_jobs
         WHERE locked_by = ANY($1::text[]) AND key IS NULL AND updated_at = created_at`,
        [names],
      );
      await this.transaction.sql('SELECT graphile_worker.force_unlock_workers($1)', [names]);
      await this.transaction.sql(
        'UPDATE graphile_worker._private_jobs SET updated_at = created_at WHERE id = ANY($1::bigint[])',
        [untouched.map(({ id }) => id)],
      );
    });
  }

  /** A newer job that takes a running one's key leaves it without key and tries. It is no failed job. */
  @Job('events.forget_superseded_jobs', {
    says: 'Deletes jobs that a newer job has replaced',
    cron: '* * * * *',
  })
  async forgetSuperseded(): Promise<void> {
    await this.transaction.sql(
      `DELETE FROM graphile_worker._private_jobs
       WHERE locked_at IS NULL AND key IS NULL AND attempts >= max_attempts AND updated_at > created_at`,
    );
  }
}
