import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { DatabaseConfig } from '../../../common/database/database.config.js';

const MAX_CONNECTIONS = 4;

/** Connections of the test provider's own, as if its books stood in another company's database. */
@Injectable()
export class BooksConnection implements OnApplicationShutdown {
  private readonly pool: pg.Pool;

  constructor(database: DatabaseConfig) {
    this.pool = new pg.Pool({
      connectionString: database.url,
      max: MAX_CONNECTIONS,
      idleTimeoutMillis: 30_000,
      connectionTimeoutMillis: database.poolWaitMs,
      application_name: 'cartwright-test-provider',
    });
    // A connection that breaks while idle is replaced; whoever needs one next is told by its query.
    this.pool.on('error', () => undefined);
  }

  async rows<T = unknown>(text: string, values: readonly unknown[] = []): Promise<T[]> {
    return (await this.pool.query(text, [...values])).rows as T[];
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.end();
  }
}

/** A reference of the provider's own making. */
export const reference = (prefix: string): string => `${prefix}_${randomBytes(12).toString('hex')}`;
