import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { Transaction } from '../database/transaction.js';
import { HandlersRegistry } from './handlers.registry.js';

/** The queue's one task for events; its payload names event and subscriber. */
export const EVENT_TASK = 'event';

const SHARDS = 64;

export interface EnqueueOptions {
  /** Seconds from now, by the database's clock. */
  readonly delaySeconds?: number;
  /** One job for each key: a second one replaces the first while it has not begun. */
  readonly key?: string;
  /** Jobs about one aggregate never run side by side. */
  readonly aggregateId?: string;
  /** Jobs of one queue never run side by side. For long ones, which would keep aggregates that share theirs waiting. */
  readonly queue?: string;
  /** Tries before the job is parked; each waits longer than the one before. */
  readonly maxAttempts?: number;
}

/** Background jobs, kept in PostgreSQL and queued in the transaction of the change that needs them. */
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

/** A fixed number of queues keeps an aggregate's jobs serial without a queue row for each aggregate. */
export function serialQueue(aggregateId: string): string {
  return `aggregate-${createHash('sha256').update(aggregateId).digest().readUInt16BE() % SHARDS}`;
}
