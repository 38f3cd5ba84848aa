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

/** Runs queued jobs in this process. A failed job runs again later, and stays parked after its last try. */
@Injectable()
export class Worker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(Worker.name);
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

  /** Waits for running jobs, which still need the data source. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.current?.stop();
  }

  private openPool(): QueuePool {
    const pool = new QueuePool({
      // LISTEN needs its own session, which a transaction pooler cannot give.
      connectionString: this.database.directUrl ?? this.database.url,
      max: this.config.concurrency + 1,
      application_name: 'cartwright-worker',
    });
    giveUpSilent(pool, this.database.silenceMs);
    renewWhenReadOnly(pool);
    // Without these handlers, the error of a broken connection would end the process.
    const onError = (error: Error): void => this.logger.warn(`Lost a connection: ${error.message}`);
    pool.on('error', onError).on('connect', (client) => client.on('error', onError));
    return pool;
  }

  private async takeLeave(name: string): Promise<void> {
    await this.abandoned.unlock([name]);
    await this.presence.leave(name);
  }
}
