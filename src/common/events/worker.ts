import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { parseCronItems, type TaskList } from 'graphile-worker';
import pg from 'pg';
import { DatabaseConfig } from '../database/database.config.js';
import { renewWhenReadOnly } from '../database/pool-renewal.js';
import { giveUpSilent } from '../database/silent-connections.js';
import { Transaction } from '../database/transaction.js';
import { HandlersRegistry, type Handler } from './handlers.registry.js';
import { EVENT_TASK } from './jobs.js';
import { Presence } from './presence.js';
import { QueueRunner } from './queue-runner.js';
import { WorkerConfig } from './worker.config.js';

const CONNECT_LIMIT_MS = 5_000;

interface EventJob {
  readonly eventId: string;
  readonly subscriber: string;
}

/** Runs queued jobs in this process. A job that throws is tried again later; after its last try it stays, parked. */
@Injectable()
export class Worker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(Worker.name);
  private pool?: pg.Pool;
  private runner?: QueueRunner;

  constructor(
    private readonly handlers: HandlersRegistry,
    private readonly transaction: Transaction,
    private readonly database: DatabaseConfig,
    private readonly config: WorkerConfig,
    private readonly presence: Presence,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (!this.config.enabled) return;
    // LISTEN needs a session of its own, which a transaction pooler cannot give.
    this.pool = new pg.Pool({
      connectionString: this.database.directUrl ?? this.database.url,
      max: this.config.concurrency + 1,
      application_name: 'cartwright-worker',
      connectionTimeoutMillis: CONNECT_LIMIT_MS,
      keepAlive: true,
    });
    giveUpSilent(this.pool, this.database.silenceMs);
    renewWhenReadOnly(this.pool);
    // A connection that breaks, idle or in use, is replaced; without these handlers its error would end the process.
    const onError = (error: Error): void => this.logger.warn(`Lost a connection: ${error.message}`);
    this.pool.on('error', onError).on('connect', (client) => client.on('error', onError));
    const work = {
      pool: this.pool,
      tasks: this.taskList(),
      cron: parseCronItems(this.cronItems()),
      onName: (name: string) => this.presence.announce(name),
    };
    this.runner = new QueueRunner(work, this.config);
    await this.runner.start();
  }

  /** Before the data source closes, since a job under way still needs it. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.runner?.stop();
    await this.pool?.end();
  }

  private taskList(): TaskList {
    const tasks: TaskList = { [EVENT_TASK]: (payload) => this.deliver(payload as EventJob) };
    for (const job of this.handlers.jobs) tasks[job.name] = (payload) => job.run(payload as never);
    return tasks;
  }

  private cronItems() {
    return this.handlers.jobs
      .filter((job) => job.cron !== undefined)
      .map((job) => ({
        task: job.name,
        match: job.cron!,
        identifier: job.name,
        // What was due while no process lived runs when one does: else who is killed every minute never recovers.
        options: { backfillPeriod: 60_000 },
      }));
  }

  private async deliver({ eventId, subscriber }: EventJob): Promise<void> {
    const handler = this.handlerOf(subscriber);
    const [event] = await this.transaction.sql<{ id: string; payload: object }>(
      'SELECT id, payload FROM outbox WHERE id = $1',
      [eventId],
    );
    if (!event) throw new Error(`Event ${eventId} is not in the log`);
    await handler({ ...event.payload, id: event.id } as never);
  }

  private handlerOf(subscriber: string): Handler {
    const found = this.handlers.subscriptions.find((subscription) => subscription.subscriber === subscriber);
    // Thrown, not skipped: an older process may still hold the subscriber, and a lost event is worse than a late one.
    if (!found) throw new Error(`No subscriber named ${subscriber} in this process`);
    return found.run;
  }
}
