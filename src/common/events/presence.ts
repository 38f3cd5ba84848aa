import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { DatabaseConfig } from '../database/database.config.js';
import { DirectSession } from '../database/direct-session.js';

/** Shows others that this worker lives, by a session that ends with the process. */
@Injectable()
export class Presence implements OnApplicationShutdown {
  private readonly sessions = new Map<string, DirectSession>();
  private current?: string;

  constructor(private readonly database: DatabaseConfig) {}

  /** Undefined when this process takes no jobs. */
  get name(): string | undefined {
    return this.current;
  }

  announce(name: string): void {
    const session = new DirectSession({ url: this.database.directUrl ?? this.database.url, name });
    this.current = name;
    this.sessions.set(name, session);
    void session.open();
  }

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
