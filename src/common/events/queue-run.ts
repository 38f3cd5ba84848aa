import {
  type ParsedCronItem,
  run,
  type Runner,
  type TaskList,
  type Worker,
  type WorkerPool,
} from 'graphile-worker';
import { EventEmitter, once } from 'node:events';
import type pg from 'pg';
import { bearSilence, limitSilence } from '../database/silent-connections.js';
import { workerLogger } from '../logging/worker-logger.js';
import { within } from '../waiting.js';
import type { QueuePool } from './queue-pool.js';
import type { WorkerConfig } from './worker.config.js';

const FAREWELL_LIMIT_MS = 1_000;
/** How long a runner without jobs may take to write down how they ended, and to end. */
const END_LIMIT_MS = 5_000;

/** Writes down how jobs ended in batches, at once: only there is an error of that write caught, and no end of ours. */
const CAUGHT = { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } };

/** What a runner works with. */
export interface QueueWork {
  /** Connections for one runner; it closes them when it ends. */
  readonly openPool: () => QueuePool;
  readonly tasks: TaskList;
  readonly cron: ParsedCronItem[];
  /** Flags of jobs that this process must leave to others. */
  readonly lacking: () => Promise<readonly string[]>;
  /** Told the name under which jobs are taken, before the first is. */
  readonly onName: (name: string) => void;
  /** Told when no job of that name is under way any more, and none will be taken. */
  readonly onGone: (name: string) => Promise<void>;
}

/** By what one sees that a runner works: counts that grow. */
export interface Signs {
  /** Which runner gave them; another one begins its counts anew. */
  readonly run: QueueRun;
  /** Looks for jobs that PostgreSQL answered. */
  readonly looks: number;
  readonly taken: number;
  /** Whether all its slots have a job. Then it neither looks nor takes. */
  readonly isBusy: boolean;
}

/**
 * One runner of the queue, with connections of its own. It is not trusted to end: what the library waits for at its end
 * may never come.
 */
export class QueueRun {
  /** Says why, once it ends by itself, or when it could not look for jobs. */
  readonly ending: Promise<string>;
  private readonly events = new EventEmitter();
  private readonly pool: QueuePool;
  /** The ids of jobs under way, by who has them. */
  private readonly busy = new Map<Worker, string>();
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

  /** Under which it takes jobs; undefined until it has begun. */
  get name(): string | undefined {
    return this.ownName;
  }

  hasUnderWay(jobId: string): boolean {
    return [...this.busy.values()].includes(jobId);
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

  /** Takes no more jobs, waits for those under way, at most so long, and lets go of what it holds. */
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
    // When the process ends, its session does, and others free what it leaves.
    if (!isHurried && this.name !== undefined) await this.work.onGone(this.name);
  }

  /** One that has ended, or was asked to, refuses to be stopped. */
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
      .on('job:start', ({ worker, job }: { worker: Worker; job: { id: string } }) => {
        this.looks += 1;
        this.taken += 1;
        this.busy.set(worker, String(job.id));
      })
      .on('job:complete', free)
      .on('worker:fatalError', free);
  }

  /** Nothing comes over it while there is nothing to do. */
  private listen(client: pg.PoolClient): void {
    this.listening = client;
    bearSilence(client);
  }

  /**
   * A runner looks the names of its tasks up when it first looks for jobs, and keeps whatever came of that: of a
   * connection that broke at this moment, it would never get over.
   */
  private endsByItself(): Promise<string> {
    return new Promise((resolve) => {
      this.events
        .once('pool:gracefulShutdown', ({ message }: { message: string }) => resolve(message))
        .once('pool:forcefulShutdown', ({ message }: { message: string }) => resolve(message))
        .once('worker:getJob:error', () => this.looks > 0 || resolve('it could not look for jobs'));
    });
  }
}
