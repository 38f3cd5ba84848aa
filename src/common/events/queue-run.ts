import {
  type ParsedCronItem,
  run,
  type Runner,
  type TaskList,
  type Worker,
  type WorkerPool,
} from 'graphile-worker';
import { EventEmitter, once } from 'node:events';
import { LRUCache } from 'lru-cache';
import type pg from 'pg';
import { bearSilence, limitSilence } from '../database/silent-connections.js';
import { workerLogger } from '../logging/worker-logger.js';
import { within } from '../waiting.js';
import type { QueuePool } from './queue-pool.js';
import type { WorkerConfig } from './worker.config.js';

const FAREWELL_LIMIT_MS = 1_000;
const END_LIMIT_MS = 5_000;
/** More than can end while the records of their ends wait. */
const REMEMBERED_TAKES = 10_000;

/** In batches without delay, because the library catches errors only there. */
const CAUGHT = { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } };

/** The id is a number or a text, as the driver gives it. */
interface TakenJob {
  readonly id: string | number;
  readonly attempts: number;
}

export interface QueueWork {
  readonly openPool: () => QueuePool;
  readonly tasks: TaskList;
  readonly cron: ParsedCronItem[];
  readonly lacking: () => Promise<readonly string[]>;
  /** Called before the first job is taken under this name. */
  readonly onName: (name: string) => void;
  /** Called once no job of that name runs and none will. */
  readonly onGone: (name: string) => Promise<void>;
}

export interface Signs {
  readonly run: QueueRun;
  /** Looks for jobs that PostgreSQL answered. */
  readonly looks: number;
  readonly taken: number;
  /** All slots have a job, so it neither looks nor takes. */
  readonly isBusy: boolean;
}

/**
 * One runner of the queue, with its own connections. Its end has a limit, because the library may wait for
 * ever.
 */
export class QueueRun {
  /** Resolves with the reason, when the runner ends by itself or cannot look for jobs. */
  readonly ending: Promise<string>;
  private readonly events = new EventEmitter();
  private readonly pool: QueuePool;
  private readonly busy = new Map<Worker, string>();
  private readonly takes = new LRUCache<string, true>({ max: REMEMBERED_TAKES });
  private runner?: Runner;
  private listening?: pg.PoolClient;
  private ownName?: string;
  private isEnding = false;
  private looks = 0;
  private taken = 0;

  constructor(
    private readonly work: QueueWork,
    private readonly config: WorkerConfig,
  ) {
    this.pool = work.openPool();
    this.ending = this.endsByItself();
    this.observe();
  }

  get signs(): Signs {
    const isBusy = this.busy.size >= this.config.concurrency;
    return { run: this, looks: this.looks, taken: this.taken, isBusy };
  }

  get running(): number {
    return this.busy.size;
  }

  get name(): string | undefined {
    return this.ownName;
  }

  /** Whether it knows that it took the job, until the record of its end is written. */
  hasTaken(jobId: string, attempt: number): boolean {
    const take = takeOf(jobId, attempt);
    return this.takes.has(take) || [...this.busy.values()].includes(take);
  }

  async begin(): Promise<void> {
    const { tasks, cron, lacking } = this.work;
    try {
      this.runner = await run({
        pgPool: this.pool,
        taskList: tasks,
        parsedCronItems: cron,
        concurrency: this.config.concurrency,
        pollInterval: this.config.pollMs,
        noHandleSignals: true,
        logger: workerLogger,
        preset: CAUGHT,
        forbiddenFlags: async () => [...(await lacking())],
        events: this.events,
      });
      this.runner.promise.catch(() => undefined);
      if (this.isEnding) await this.askToEnd();
    } catch (error) {
      await this.pool.close();
      throw error;
    }
  }

  async end({
    jobsLimitMs,
    isHurried = false,
  }: { jobsLimitMs?: number; isHurried?: boolean } = {}): Promise<void> {
    this.isEnding = true;
    if (isHurried) this.pool.hurry();
    if (isHurried && this.listening) limitSilence(this.listening, FAREWELL_LIMIT_MS);
    const ended = this.askToEnd();
    await (jobsLimitMs === undefined
      ? this.jobsDone()
      : within(jobsLimitMs, this.jobsDone(), () => undefined));
    await within(END_LIMIT_MS, ended, () => undefined);
    await this.pool.close();
    // At process end the session ends, and others free what remains.
    if (!isHurried && this.name !== undefined) await this.work.onGone(this.name);
  }

  /** A runner that already ends refuses `stop`. */
  private async askToEnd(): Promise<void> {
    await this.runner?.stop().catch(() => undefined);
    await this.runner?.promise.catch(() => undefined);
  }

  private async jobsDone(): Promise<void> {
    while (this.busy.size > 0) await once(this.events, 'cartwright:freed');
  }

  private observe(): void {
    const free = ({ worker }: { worker: Worker }): void => {
      this.busy.delete(worker);
      this.events.emit('cartwright:freed');
    };
    this.events
      .on('pool:create', ({ workerPool }: { workerPool: WorkerPool }) => {
        this.ownName = workerPool.id;
        this.work.onName(workerPool.id);
      })
      .on('pool:listen:success', ({ client }: { client: pg.PoolClient }) => this.listen(client))
      .on('worker:getJob:empty', () => (this.looks += 1))

      .on('job:start', ({ worker, job }: { worker: Worker; job: TakenJob }) => {
        this.looks += 1;
        this.taken += 1;
        const take = takeOf(job.id, job.attempts);
        this.busy.set(worker, take);
        this.takes.set(take, true);
      })
      .on('job:complete', free)
      .on('worker:fatalError', free);
  }

  /** An idle LISTEN connection is silent, so it gets no silence limit. */
  private listen(client: pg.PoolClient): void {
    this.listening = client;
    bearSilence(client);
  }

  /** A runner reads its task names once, at its first look, and never recovers if that fails. */
  private endsByItself(): Promise<string> {
    return new Promise((resolve) => {
      this.events
        .once('pool:gracefulShutdown', ({ message }: { message: string }) => resolve(message))
        .once('pool:forcefulShutdown', ({ message }: { message: string }) => resolve(message))
        .once('worker:getJob:error', () => this.looks > 0 || resolve('it could not look for jobs'));
    });
  }
}

const takeOf = (jobId: string | number, attempt: number): string => `${jobId} ${attempt}`;
