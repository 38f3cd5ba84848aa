import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { DatabaseConfig } from '../database/database.config.js';
import { DirectSession } from '../database/direct-session.js';

/**
 * Shows the other processes that this one lives: by a session that ends with the process, however that ends. What is
 * begun under the session's name may be taken over once no such session stands.
 */
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

  /**
   * Undefined while no session stands. One that was lost is followed by another name: what was begun under the lost one
   * is anybody's by then, although the process goes on with it too.
   */
  get name(): string | undefined {
    return this.standing;
  }

  /** Before anything is begun under its name. */
  onModuleInit(): Promise<void> {
    return this.direct.open();
  }

  async onApplicationShutdown(): Promise<void> {
    this.standing = undefined;
    await this.direct.close();
  }

  /** Gives up a session that PostgreSQL does not show any more, and opens another. */
  renew(): void {
    this.direct.drop();
  }

  /** PostgreSQL by itself would take hours to find out that a machine is gone, and might end a session that is idle. */
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
