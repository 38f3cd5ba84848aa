import { Logger } from '@nestjs/common';
import { type ParsedCronItem, run, type Runner, type TaskList, type WorkerPool } from 'graphile-worker';
import { EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { bearSilence, limitSilence } from '../database/silent-connections.js';
import type { WorkerConfig } from './worker.config.js';
import { workerLogger } from './worker-logger.js';

const RESTART_MS = 1_000;
const FAREWELL_LIMIT_MS = 1_000;

/** Writes down how jobs ended in batches, at once: only there is an error of that write caught, and no end of ours. */
const CAUGHT = { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } };

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
  private listening?: pg.PoolClient;
  private isStopped = false;
  /** Of a runner that could not look for jobs. */
  private end?: Promise<void>;

  constructor(
    private readonly work: QueueWork,
    private readonly config: WorkerConfig,
  ) {}

  async start(): Promise<void> {
    const { pool, tasks, cron, onName } = this.work;
    const events = new EventEmitter();
    events.on('pool:create', ({ workerPool }: { workerPool: WorkerPool }) => onName(workerPool.id));
    events.on('pool:listen:success', ({ client }: { client: pg.PoolClient }) => this.listen(client));
    const isLame = firstLookFails(events);
    this.runner = await run({
      pgPool: pool,
      taskList: tasks,
      parsedCronItems: cron,
      concurrency: this.config.concurrency,
      pollInterval: this.config.pollMs,
      noHandleSignals: true,
      logger: workerLogger,
      preset: CAUGHT,
      events,
    });
    const { runner } = this;
    void this.startAgainAfter(runner.promise);
    // The one that follows looks anew.
    void isLame.then(() => (this.end = ended(runner)));
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    if (this.listening) limitSilence(this.listening, FAREWELL_LIMIT_MS);
    await this.end;
    if (this.runner) await ended(this.runner);
  }

  /** Nothing comes over it while there is nothing to do. */
  private listen(client: pg.PoolClient): void {
    this.listening = client;
    bearSilence(client);
  }

  private async startAgainAfter(end: Promise<void>): Promise<void> {
    const reason = await end.then(
      () => 'it ended, by itself or since it could not look for jobs',
      (error: unknown) => String(error),
    );
    while (!this.isStopped) {
      this.logger.error(`The queue's runner is started again: ${reason}`);
      await delay(RESTART_MS, undefined, { ref: false });
      if (await this.restarted()) return;
    }
  }

  private async restarted(): Promise<boolean> {
    if (this.isStopped) return false;
    return this.start().then(
      () => true,
      () => false,
    );
  }
}

/** One that has ended by itself refuses to be stopped. */
const ended = (runner: Runner): Promise<void> => runner.stop().catch(() => undefined);

/**
 * Comes true when the first look for jobs fails. A runner looks the names of its tasks up then, and keeps whatever came
 * of that: of a connection that broke at this moment, it would never get over.
 */
const firstLookFails = (events: EventEmitter): Promise<void> =>
  new Promise((resolve) => {
    let hasLooked = false;
    const look = (): void => void (hasLooked = true);
    events.once('worker:getJob:empty', look).once('job:start', look);
    events.once('worker:getJob:error', () => hasLooked || resolve());
  });
