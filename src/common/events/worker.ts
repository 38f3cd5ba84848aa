import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { DatabaseConfig } from '../database/database.config.js';
import { renewWhenReadOnly } from '../database/pool-renewal.js';
import { giveUpSilent } from '../database/silent-connections.js';
import { AbandonedJobs } from './abandoned.jobs.js';
import { JobHandlers } from './job-handlers.js';
import { Presence } from './presence.js';
import { QueuePool } from './queue-pool.js';
import { QueueRunner } from './queue-runner.js';
import { WorkerConfig } from './worker.config.js';

/** Runs queued jobs in this process. A job that throws is tried again later; after its last try it stays, parked. */
@Injectable()
export class Worker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(Worker.name);
  /** Undefined in a process that runs no jobs. */
  private current?: QueueRunner;

  constructor(
    private readonly handlers: JobHandlers,
    private readonly database: DatabaseConfig,
    private readonly config: WorkerConfig,
    private readonly presence: Presence,
    private readonly abandoned: AbandonedJobs,
  ) {}

  get runner(): QueueRunner | undefined {
    return this.current;
  }

  async onApplicationBootstrap(): Promise<void> {
    if (!this.config.enabled) return;
    const work = {
      openPool: () => this.openPool(),
      tasks: this.handlers.tasks(),
      cron: this.handlers.cronItems(),
      lacking: () => this.handlers.lacking(),
      onName: (name: string) => this.presence.announce(name),
      onGone: (name: string) => this.takeLeave(name),
    };
    this.current = new QueueRunner(work, this.config);
    await this.current.start();
  }

  /** Before the data source closes, since a job under way still needs it. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.current?.stop();
  }

  private openPool(): QueuePool {
    const pool = new QueuePool({
      // LISTEN needs a session of its own, which a transaction pooler cannot give.
      connectionString: this.database.directUrl ?? this.database.url,
      max: this.config.concurrency + 1,
      application_name: 'cartwright-worker',
    });
    giveUpSilent(pool, this.database.silenceMs);
    renewWhenReadOnly(pool);
    // A connection that breaks, idle or in use, is replaced; without these handlers its error would end the process.
    const onError = (error: Error): void => this.logger.warn(`Lost a connection: ${error.message}`);
    pool.on('error', onError).on('connect', (client) => client.on('error', onError));
    return pool;
  }

  /** What a runner that was replaced has still locked, it could not write down the end of. */
  private async takeLeave(name: string): Promise<void> {
    await this.abandoned.unlock([name]);
    await this.presence.leave(name);
  }
}
