import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { DatabaseConfig } from '../database/database.config.js';
import { DirectSession } from '../database/direct-session.js';

/**
 * Shows the other processes that this one lives: a session named as its worker, which ends with the process however
 * that ends.
 */
@Injectable()
export class Presence implements OnApplicationShutdown {
  private session?: DirectSession;
  private current?: string;

  constructor(private readonly database: DatabaseConfig) {}

  /** The name under which this process takes jobs; undefined when it takes none. */
  get name(): string | undefined {
    return this.current;
  }

  /** Lives under this name from now on. */
  announce(name: string): void {
    const before = this.session;
    this.current = name;
    this.session = new DirectSession({ url: this.database.directUrl ?? this.database.url, name });
    void this.session.open();
    void before?.close();
  }

  async onApplicationShutdown(): Promise<void> {
    this.current = undefined;
    await this.session?.close();
  }
}
