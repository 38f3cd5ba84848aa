import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { DatabaseConfig } from '../database/database.config.js';
import { DirectSession } from '../database/direct-session.js';

/**
 * Shows the other processes that this one lives: a session named as its worker, which ends with the process however
 * that ends. A worker that was replaced, and still has jobs under way, is shown too.
 */
@Injectable()
export class Presence implements OnApplicationShutdown {
  private readonly sessions = new Map<string, DirectSession>();
  private current?: string;

  constructor(private readonly database: DatabaseConfig) {}

  /** The name under which this process takes jobs; undefined when it takes none. */
  get name(): string | undefined {
    return this.current;
  }

  /** Takes jobs under this name from now on. */
  announce(name: string): void {
    const session = new DirectSession({ url: this.database.directUrl ?? this.database.url, name });
    this.current = name;
    this.sessions.set(name, session);
    void session.open();
  }

  /** Has no job of that name any more. */
  async leave(name: string): Promise<void> {
    const session = this.sessions.get(name);
    this.sessions.delete(name);
    if (this.current === name) this.current = undefined;
    await session?.close();
  }

  async onApplicationShutdown(): Promise<void> {
    this.current = undefined;
    await Promise.all([...this.sessions.keys()].map((name) => this.leave(name)));
  }
}
