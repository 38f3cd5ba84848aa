import { Injectable, Logger } from '@nestjs/common';
import { Transaction } from '../database/transaction.js';
import { TakesOver } from './subscribe.decorator.js';
import { Worker } from './worker.js';

/** Longer than the answer to a look for jobs may take. */
const STRAY_LIMIT_MS = 10_000;

interface Take {
  readonly id: string;
  readonly name: string;
  readonly attempt: number;
}

/** Frees jobs that this process took in an answer that was lost. Others see it living and free nothing. */
@Injectable()
export class StrayJobs {
  private readonly logger = new Logger(StrayJobs.name);
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
    const unknown = takes.filter(({ id, attempt }) => !runner.hasTaken(id, attempt));
    this.seen = new Map(unknown.map((take) => [keyOf(take), this.seen.get(keyOf(take)) ?? now]));
    const strays = unknown.filter((take) => now - this.seen.get(keyOf(take))! >= STRAY_LIMIT_MS);
    if (strays.length === 0) return;
    this.logger.warn(`Freed jobs whose assignment was lost: ${strays.map(({ id }) => id).join(', ')}`);
    await this.unlock(strays);
  }

  /** Keeps `updated_at`, since a keyless job would otherwise look superseded. */
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
