import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Transaction } from '../database/transaction.js';
import { HandlersRegistry } from './handlers.registry.js';
import { ProcessSession } from './process-session.js';

/** Two looks find a process that has ended, and the work that it left is to go on within ten seconds. */
const LOOK_MS = 2_000;

/** Has the work taken over that processes left when they ended in the middle of it, by the methods of `@TakesOver`. */
@Injectable()
export class Takeover implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(Takeover.name);
  private timer?: NodeJS.Timeout;
  private looking: Promise<void> = Promise.resolve();
  private isStopped = false;
  /** The names seen by the last look; undefined when it could not see this very process. */
  private before?: readonly string[];

  constructor(
    private readonly transaction: Transaction,
    private readonly handlers: HandlersRegistry,
    private readonly own: ProcessSession,
  ) {}

  onApplicationBootstrap(): void {
    this.lookLater();
  }

  /** Before the data source closes, which a look under way still needs. */
  async beforeApplicationShutdown(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.timer);
    await this.looking;
  }

  /**
   * A session that breaks is back in a moment, so that whoever was seen by this look or by the last one counts as living.
   * A process that cannot see itself (through a transaction pooler, say) judges nobody.
   */
  async look(): Promise<void> {
    const rows = await this.transaction.sql<{ name: string }>(
      `SELECT application_name AS name FROM pg_stat_activity
       WHERE datname = current_database() AND application_name <> ''`,
    );
    const now = rows.map(({ name }) => name);
    const { before } = this;
    const { name } = this.own;
    this.before = name !== undefined && now.includes(name) ? now : undefined;
    if (this.before === undefined && name !== undefined) this.own.renew();
    if (before === undefined || this.before === undefined) return;
    const living = [...new Set([...before, ...now])];
    for (const takeOver of this.handlers.heirs) await takeOver(living as never);
  }

  private lookLater(): void {
    if (this.isStopped) return;
    this.timer = setTimeout(() => {
      this.looking = this.look()
        .catch((error: unknown) => this.logger.warn(`What the dead left waits: ${String(error)}`))
        .then(() => this.lookLater());
    }, LOOK_MS).unref();
  }
}
