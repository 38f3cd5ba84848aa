import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Transaction } from '../database/transaction.js';
import { Presence } from './presence.js';
import { Job } from './subscribe.decorator.js';
import { WorkerConfig } from './worker.config.js';

/** A worker that has just begun may take a job before its session shows. */
const GRACE_SECONDS = 5;

/**
 * Frees the jobs, and the aggregates' queues, that a killed process had taken. The queue by itself waits four hours
 * for it to come back, and meanwhile every later event of those aggregates would wait too.
 */
@Injectable()
export class AbandonedJobs implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(AbandonedJobs.name);
  private firstLook?: NodeJS.Timeout;

  constructor(
    private readonly transaction: Transaction,
    private readonly presence: Presence,
    private readonly config: WorkerConfig,
  ) {}

  /** A process that starts often starts because another one died. */
  onApplicationBootstrap(): void {
    if (!this.config.enabled) return;
    const look = (): void => {
      this.free().catch((error: unknown) => this.logger.warn(`Abandoned jobs wait: ${String(error)}`));
    };
    this.firstLook = setTimeout(look, (GRACE_SECONDS + 1) * 1_000).unref();
  }

  beforeApplicationShutdown(): void {
    clearTimeout(this.firstLook);
  }

  /** A process that cannot see its own session (through a transaction pooler, say) judges nobody. */
  @Job('events.free_abandoned_jobs', { cron: '* * * * *' })
  async free(): Promise<void> {
    const [row] = await this.transaction.sql<{ names: string[] | null }>(
      `WITH live AS (
         SELECT application_name AS name FROM pg_stat_activity WHERE datname = current_database()
       ), dead AS (
         SELECT locked_by AS name FROM graphile_worker._private_jobs
         WHERE locked_at < now() - make_interval(secs => $2)
         UNION
         SELECT locked_by FROM graphile_worker._private_job_queues
         WHERE locked_at < now() - make_interval(secs => $2)
         EXCEPT
         SELECT name FROM live
       )
       SELECT array_agg(name) AS names FROM dead WHERE $1 IN (SELECT name FROM live)`,
      [this.presence.name ?? '', GRACE_SECONDS],
    );
    if (row?.names) {
      this.logger.warn(`Jobs of processes that have ended are taken over: ${row.names.join(', ')}`);
      await this.unlock(row.names);
    }
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
  private async forgetSuperseded(): Promise<void> {
    await this.transaction.sql(
      `DELETE FROM graphile_worker._private_jobs
       WHERE locked_at IS NULL AND key IS NULL AND attempts >= max_attempts AND updated_at > created_at`,
    );
  }
}
