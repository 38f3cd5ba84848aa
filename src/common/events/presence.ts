import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import { DatabaseConfig } from '../database/database.config.js';

const RECONNECT_MS = 500;

/**
 * Shows the other processes that this one lives: a session named as its worker, which ends with the process however
 * that ends.
 */
@Injectable()
export class Presence implements OnApplicationShutdown {
  private readonly logger = new Logger(Presence.name);
  private session?: pg.Client;
  private timer?: NodeJS.Timeout;
  private current?: string;

  constructor(private readonly database: DatabaseConfig) {}

  /** The name under which this process takes jobs; undefined when it takes none. */
  get name(): string | undefined {
    return this.current;
  }

  /** Lives under this name from now on. */
  announce(name: string): void {
    this.current = name;
    void this.leave().then(() => this.enter(name));
  }

  async onApplicationShutdown(): Promise<void> {
    this.current = undefined;
    clearTimeout(this.timer);
    await this.leave();
  }

  private async enter(name: string): Promise<void> {
    if (this.current !== name) return;
    const session = new pg.Client({
      connectionString: this.database.directUrl ?? this.database.url,
      application_name: name,
      keepAlive: true,
    });
    this.session = session;
    session.on('error', (error) => this.logger.warn(`Lost the session of ${name}: ${error.message}`));
    session.on('end', () => this.enterLater(session, name));
    await session.connect().catch(() => this.enterLater(session, name));
  }

  private enterLater(lost: pg.Client, name: string): void {
    if (this.session !== lost) return;
    this.session = undefined;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.enter(name), RECONNECT_MS).unref();
  }

  private async leave(): Promise<void> {
    const { session } = this;
    this.session = undefined;
    await session?.end().catch(() => undefined);
  }
}
