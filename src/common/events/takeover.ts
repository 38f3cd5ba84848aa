import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Transaction } from '../database/transaction.js';
import { HandlersRegistry } from './handlers.registry.js';
import { ProcessSession } from './process-session.js';

/** Two looks detect an ended process, and its work must continue within ten seconds. */
const LOOK_MS = 2_000;

@Injectable()
export class Takeover implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(Takeover.name);
  private timer?: NodeJS.Timeout;
  private looking: Promise<void> = Promise.resolve();
  private isStopped = false;
  /** Undefined when this process itself was missing in the last look. */
  private before?: readonly string[];

  constructor(
    private readonly transaction: Transaction,
    private readonly handlers: HandlersRegistry,
    private readonly own: ProcessSession,
  ) {}

  onApplicationBootstrap(): void {
    this.lookLater();
  }

  /** Waits for a running look, which still needs the data source. */
  async beforeApplicationShutdown(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.timer);
    await this.looking;
  }

  /** A process in this or the last look counts as living. One that cannot see itself judges none. */
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
        .catch((error: unknown) => this.logger.warn(`Work of ended processes waits: ${String(error)}`))
        .then(() => this.lookLater());
    }, LOOK_MS).unref();
  }
}
