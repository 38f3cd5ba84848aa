import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { DatabaseConfig } from '../../../common/database/database.config.js';

const MAX_CONNECTIONS = 4;

/** As if the test provider's books were in another company's database. */
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
    // An idle connection that breaks is replaced; the next query reports an error.
    this.pool.on('error', () => undefined);
  }

  async rows<T = unknown>(text: string, values: readonly unknown[] = []): Promise<T[]> {
    return (await this.pool.query(text, [...values])).rows as T[];
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.end();
  }
}

export const reference = (prefix: string): string => `${prefix}_${randomBytes(12).toString('hex')}`;
