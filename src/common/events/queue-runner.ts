import { Logger } from '@nestjs/common';
import { type ParsedCronItem, run, type Runner, type TaskList, type WorkerPool } from 'graphile-worker';
import { EventEmitter } from 'node:events';
import type pg from 'pg';
import type { WorkerConfig } from './worker.config.js';
import { workerLogger } from './worker-logger.js';

const RESTART_MS = 1_000;

/** What a runner works with. */
export interface QueueWork {
  readonly pool: pg.Pool;
  readonly tasks: TaskList;
  readonly cron: ParsedCronItem[];
  /** Told the name under which jobs are taken, before the first is. */
  readonly onName: (name: string) => void;
}

/** Runs the queue, and starts it again when it has ended by itself, as it does when the database was away too long. */
export class QueueRunner {
  private readonly logger = new Logger(QueueRunner.name);
  private runner?: Runner;
  private timer?: NodeJS.Timeout;
  private isStopped = false;

  constructor(
    private readonly work: QueueWork,
    private readonly config: WorkerConfig,
  ) {}

  async start(): Promise<void> {
    const { pool, tasks, cron, onName } = this.work;
    const events = new EventEmitter();
    events.on('pool:create', ({ workerPool }: { workerPool: WorkerPool }) => onName(workerPool.id));
    this.runner = await run({
      pgPool: pool,
      taskList: tasks,
      parsedCronItems: cron,
      concurrency: this.config.concurrency,
      pollInterval: this.config.pollMs,
      noHandleSignals: true,
      logger: workerLogger,
      events,
    });
    const onEnd = (error?: unknown): void => this.startAgain(error);
    this.runner.promise.then(() => onEnd(), onEnd);
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.timer);
    // One that has ended by itself refuses to be stopped.
    await this.runner?.stop().catch(() => undefined);
  }

  private startAgain(error: unknown): void {
    if (this.isStopped) return;
    this.logger.error(
      `The queue's runner has ended, and is started again: ${String(error ?? 'no reason told')}`,
    );
    this.timer = setTimeout(() => {
      this.start().catch((failure: unknown) => this.startAgain(failure));
    }, RESTART_MS);
  }
}
