import { Injectable } from '@nestjs/common';
import { Transaction } from '../database/transaction.js';

export interface Standing {
  /** Due and not yet taken. */
  readonly due: number;
  /** How long the oldest job has been due; 0 when there is none. */
  readonly oldestDueSeconds: number;
  /** Jobs without tries left, which a person must look at. */
  readonly failed: number;
  readonly running: number;
  readonly longestRunningSeconds: number;
}

export interface JobCounts {
  readonly due: number;
  readonly failed: number;
}

/** Reads the queue's tables: what the worker reports about itself is no proof. */
@Injectable()
export class Backlog {
  constructor(private readonly transaction: Transaction) {}

  async standing(): Promise<Standing> {
    const [row] = await this.transaction.sql<Standing>(
      `SELECT count(*) FILTER (WHERE is_due)::int AS due,
         coalesce(extract(epoch FROM now() - min(run_at) FILTER (WHERE is_due)), 0)::float8 AS "oldestDueSeconds",
         -- A job whose key a newer job has taken has no tries left either, but it did not fail.
         count(*) FILTER (WHERE attempts >= max_attempts AND NOT (key IS NULL AND updated_at > created_at))::int AS failed,
         count(locked_at)::int AS running,
         coalesce(extract(epoch FROM now() - min(locked_at)), 0)::float8 AS "longestRunningSeconds"
       FROM (SELECT *, is_available AND run_at <= now() AS is_due FROM graphile_worker._private_jobs) AS job`,
    );
    return row!;
  }

  async countsByJob(): Promise<ReadonlyMap<string, JobCounts>> {
    const rows = await this.transaction.sql<JobCounts & { name: string }>(
      `SELECT task.identifier AS name,
         count(*) FILTER (WHERE job.is_available AND job.run_at <= now())::int AS due,
         count(*) FILTER (
           WHERE attempts >= max_attempts AND NOT (job.key IS NULL AND updated_at > job.created_at))::int AS failed
       FROM graphile_worker._private_jobs AS job
       JOIN graphile_worker._private_tasks AS task ON task.id = job.task_id
       GROUP BY task.identifier`,
    );
    return new Map(rows.map((row) => [row.name, row]));
  }

  /** How long the oldest job has been due that a worker of these tasks could take; 0 for none. */
  async oldestFreeSeconds(tasks: readonly string[], lacking: readonly string[]): Promise<number> {
    const [row] = await this.transaction.sql<{ seconds: number }>(
      `SELECT coalesce(extract(epoch FROM now() - min(job.run_at)), 0)::float8 AS seconds
       FROM graphile_worker._private_jobs AS job
       JOIN graphile_worker._private_tasks AS task ON task.id = job.task_id
       LEFT JOIN graphile_worker._private_job_queues AS queue ON queue.id = job.job_queue_id
       WHERE job.is_available AND job.run_at <= now() AND queue.locked_at IS NULL AND task.identifier = ANY($1)
         AND (job.flags ?| $2::text[]) IS NOT TRUE`,
      [tasks, lacking],
    );
    return row!.seconds;
  }
}
