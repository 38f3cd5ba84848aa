import { Injectable, Logger } from '@nestjs/common';
import { Transaction } from '../database/transaction.js';
import { Job, TakesOver } from './subscribe.decorator.js';

/** A worker that has just begun may take a job before its session shows. */
const GRACE_SECONDS = 3;

/**
 * Frees the jobs, and the aggregates' queues, that a killed process had taken. The queue by itself waits four hours
 * for it to come back, and meanwhile every later event of those aggregates would wait too.
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
    this.logger.warn(`Jobs of processes that have ended are taken over: ${row.names.join(', ')}`);
    await this.unlock(row.names);
    await this.forgetSuperseded();
  }

  /**
   * Frees what workers that have ended had locked. The queue writes the time of it into the jobs, by which those without
   * a key would pass for superseded ones.
   */
  async unlock(names: readonly string[]): Promise<void> {
    await this.transaction.run(async () => {
      // One process at a time: rows that a second one waits for would be passed over, and later jobs come first.
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

  /**
   * A job that was under way when a newer one took its key has no tries left, since the newer one does its work. When
   * it breaks off it stays, and would pass for one that has given up. The queue touches no other job without a key once
   * it is made.
   */
  @Job('events.forget_superseded_jobs', {
    says: 'Deletes jobs whose work a newer job has taken over',
    cron: '* * * * *',
  })
  async forgetSuperseded(): Promise<void> {
    await this.transaction.sql(
      `DELETE FROM graphile_worker._private_jobs
       WHERE locked_at IS NULL AND key IS NULL AND attempts >= max_attempts AND updated_at > created_at`,
    );
  }
}
