import { writeFileSync } from 'node:fs';
import pg from 'pg';
import { join } from 'node:path';
import { homeOf } from '../../src/common/database/embedded/home.js';
import { migrate } from '../../src/common/database/migrate.js';
import { createDatabase, onDatabase } from '../support/database.js';
import type { Ground } from '../support/ground.js';
import { OwnPostgres } from '../support/own-postgres.js';
import { generateSwaggerMetadata } from '../support/swagger-metadata.js';

const TEMPLATE = 'torture_template';
const SETTINGS = { max_connections: '200' };

/** A PostgreSQL of this run alone, with fsync on, that can be crashed. */
export class CrashingPostgres {
  crashes = 0;

  private constructor(private readonly server: OwnPostgres) {}

  static async start(): Promise<CrashingPostgres> {
    return new CrashingPostgres(await OwnPostgres.start('torture', { settings: SETTINGS }));
  }

  /** A folder that ends with the run. */
  get folder(): string {
    return this.server.dataDir;
  }

  async ground(): Promise<Ground> {
    generateSwaggerMetadata();
    await createDatabase(this.server.url, TEMPLATE);
    await migrate({ url: onDatabase(this.server.url, TEMPLATE), poolSize: 2, poolWaitMs: 5_000 });
    return { serverUrl: this.server.url, template: TEMPLATE };
  }

  /**
   * Ends the postmaster, by SIGKILL unless told otherwise, and starts the server again on its port: it recovers from its
   * log.
   */
  async crash(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    this.server.kill(signal);
    this.crashes += 1;
    await this.server.restart();
  }

  /** Ends the server and starts it on its port as a hot standby: it answers reads, and refuses changes. */
  async demote(): Promise<void> {
    await this.server.restart(() => writeFileSync(join(homeOf(this.folder).cluster, 'standby.signal'), ''));
  }

  /** Makes a primary of the standby. Its sessions stay. */
  async promote(): Promise<void> {
    const client = new pg.Client({ connectionString: this.server.url });
    await client.connect();
    await client.query('SELECT pg_promote()');
    await client.end();
  }

  remove(): Promise<void> {
    return this.server.remove();
  }
}
