import { Injectable, Logger } from '@nestjs/common';
import { Transaction } from '../database/transaction.js';
import { TakesOver } from './subscribe.decorator.js';
import { Worker } from './worker.js';

/** Longer than the answer to a look for jobs, or the note of how one ended, may take. */
const STRAY_LIMIT_MS = 10_000;

interface Take {
  readonly id: string;
  /** The runner that took it. */
  readonly name: string;
  /** Which of the job's takes it is. */
  readonly attempt: number;
}

/**
 * Frees jobs that a runner of this process has taken without knowing it: PostgreSQL gave one out, and the answer was lost
 * with its connection. Nobody else frees it, since the process lives.
 */
@Injectable()
export class StrayJobs {
  private readonly logger = new Logger(StrayJobs.name);
  /** When each take was first seen that no runner knows of. */
  private seen: ReadonlyMap<string, number> = new Map();

  constructor(
    private readonly transaction: Transaction,
    private readonly worker: Worker,
  ) {}

  @TakesOver()
  async free(): Promise<void> {
    const { runner } = this.worker;
    if (!runner) return;
    const takes = await this.transaction.sql<Take>(
      `SELECT id::text AS id, locked_by AS name, attempts AS attempt FROM graphile_worker._private_jobs
       WHERE locked_by = ANY($1::text[])`,
      [runner.names],
    );
    const now = performance.now();
    const unknown = takes.filter(({ id }) => !runner.hasUnderWay(id));
    this.seen = new Map(unknown.map((take) => [keyOf(take), this.seen.get(keyOf(take)) ?? now]));
    const strays = unknown.filter((take) => now - this.seen.get(keyOf(take))! >= STRAY_LIMIT_MS);
    if (strays.length === 0) return;
    this.logger.warn(
      `Jobs are freed that were taken without an answer: ${strays.map(({ id }) => id).join(', ')}`,
    );
    await this.unlock(strays);
  }

  /** The time of a job's last change stays, by which one without a key would pass for a superseded one. */
  private async unlock(strays: readonly Take[]): Promise<void> {
    await this.transaction.sql(
      `WITH freed AS (
         UPDATE graphile_worker._private_jobs AS job SET locked_by = NULL, locked_at = NULL
         FROM unnest($1::bigint[], $2::text[], $3::int[]) AS stray (id, name, attempt)
         WHERE job.id = stray.id AND job.locked_by = stray.name AND job.attempts = stray.attempt
         RETURNING job.job_queue_id, stray.name
       )
       UPDATE graphile_worker._private_job_queues AS queue SET locked_by = NULL, locked_at = NULL
       FROM freed WHERE queue.id = freed.job_queue_id AND queue.locked_by = freed.name`,
      [strays.map(({ id }) => id), strays.map(({ name }) => name), strays.map(({ attempt }) => attempt)],
    );
  }
}

const keyOf = ({ id, name, attempt }: Take): string => `${id} ${name} ${attempt}`;
