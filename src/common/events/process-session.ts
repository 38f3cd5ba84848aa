import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { DatabaseConfig } from '../database/database.config.js';
import { DirectSession } from '../database/direct-session.js';

/** Shows others that this process lives, by a session that ends with it. Without one, they take over. */
@Injectable()
export class ProcessSession implements OnModuleInit, OnApplicationShutdown {
  private readonly direct: DirectSession;
  private standing?: string;

  constructor(database: DatabaseConfig) {
    this.direct = new DirectSession({
      url: database.directUrl ?? database.url,
      name: 'cartwright-process',
      onOpen: () => this.takeName(),
      onLost: () => (this.standing = undefined),
    });
  }

  /** Undefined without a session. A new session has a new name: others may have taken over the old work. */
  get name(): string | undefined {
    return this.standing;
  }

  onModuleInit(): Promise<void> {
    return this.direct.open();
  }

  async onApplicationShutdown(): Promise<void> {
    this.standing = undefined;
    await this.direct.close();
  }

  /** Replaces a session that PostgreSQL no longer shows. */
  renew(): void {
    this.direct.drop();
  }

  /** PostgreSQL would notice a lost machine only after hours, and might end an idle session. */
  private async takeName(): Promise<void> {
    const name = `process-${randomBytes(9).toString('hex')}`;
    await this.direct.query(
      `SELECT set_config('application_name', $1, false), set_config('idle_session_timeout', '0', false),
         set_config('tcp_keepalives_idle', '3', false), set_config('tcp_keepalives_interval', '2', false),
         set_config('tcp_keepalives_count', '2', false)`,
      [name],
    );
    this.standing = name;
  }
}
