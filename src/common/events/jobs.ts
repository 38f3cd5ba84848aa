import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { Transaction } from '../database/transaction.js';
import { HandlersRegistry } from './handlers.registry.js';

export const EVENT_TASK = 'event';

const SHARDS = 64;

export interface EnqueueOptions {
  /** Seconds from now, by the database's clock. */
  readonly delaySeconds?: number;
  /** A new job replaces an unstarted one with the same key. */
  readonly key?: string;
  /** Jobs about one aggregate never run side by side. */
  readonly aggregateId?: string;
  /** Jobs of one queue never run side by side. Long jobs use one so that they do not block aggregates. */
  readonly queue?: string;
  readonly maxAttempts?: number;
}

/** Background jobs in PostgreSQL, queued in the transaction of the change that needs them. */
@Injectable()
export class Jobs {
  constructor(
    private readonly transaction: Transaction,
    private readonly handlers: HandlersRegistry,
  ) {}

  async enqueue(name: string, payload: Record<string, unknown>, options: EnqueueOptions = {}): Promise<void> {
    await this.transaction.sql(
      `SELECT graphile_worker.add_job($1, $2::json, queue_name => $3, run_at => now() + make_interval(secs => $4),
         job_key => $5, max_attempts => $6, flags => $7)`,
      [
        name,
        JSON.stringify(payload),
        queueOf(options),
        options.delaySeconds ?? 0,
        options.key ?? null,
        options.maxAttempts ?? 25,
        this.flagsOf(name),
      ],
    );
  }

  private flagsOf(name: string): readonly string[] | null {
    const needs = this.handlers.jobs.find((job) => job.name === name)?.needs;
    return needs === undefined ? null : [needs];
  }
}

const queueOf = ({ queue, aggregateId }: EnqueueOptions): string | null =>
  queue ?? (aggregateId === undefined ? null : serialQueue(aggregateId));

/** Hashes aggregates onto a fixed number of queues, instead of one queue row each. */
export function serialQueue(aggregateId: string): string {
  return `aggregate-${createHash('sha256').update(aggregateId).digest().readUInt16BE() % SHARDS}`;
}
