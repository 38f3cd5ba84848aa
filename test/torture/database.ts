import pg from 'pg';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type EmbeddedServer,
  startEmbeddedPostgres,
} from '../../src/common/database/embedded/embedded-postgres.js';
import { homeOf } from '../../src/common/database/embedded/home.js';
import { migrate } from '../../src/common/database/migrate.js';
import { createDatabase, onDatabase } from '../support/database.js';
import type { Ground } from '../support/ground.js';
import { generateSwaggerMetadata } from '../support/swagger-metadata.js';

const TEMPLATE = 'torture_template';
const SETTINGS = { max_connections: '200' };

/** A PostgreSQL of this run alone, with fsync on, that can be crashed. */
export class CrashingPostgres {
  crashes = 0;

  private constructor(
    private readonly dataDir: string,
    private server: EmbeddedServer,
  ) {}

  static async start(): Promise<CrashingPostgres> {
    const dataDir = mkdtempSync(join(tmpdir(), 'cartwright-torture-'));
    return new CrashingPostgres(dataDir, await startEmbeddedPostgres({ dataDir, settings: SETTINGS }));
  }

  /** A folder that ends with the run. */
  get folder(): string {
    return this.dataDir;
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
    process.kill(this.server.pid, signal);
    this.crashes += 1;
    await this.server.stop();
    await this.startAgain();
  }

  /** Ends the server and starts it on its port as a hot standby: it answers reads, and refuses changes. */
  async demote(): Promise<void> {
    await this.server.stop();
    writeFileSync(join(homeOf(this.dataDir).cluster, 'standby.signal'), '');
    await this.startAgain();
  }

  /** Makes a primary of the standby. Its sessions stay. */
  async promote(): Promise<void> {
    const client = new pg.Client({ connectionString: this.server.url });
    await client.connect();
    await client.query('SELECT pg_promote()');
    await client.end();
  }

  async remove(): Promise<void> {
    await this.server.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  private async startAgain(): Promise<void> {
    const { port } = this.server;
    this.server = await startEmbeddedPostgres({ dataDir: this.dataDir, port, settings: SETTINGS });
    if (this.server.port !== port) throw new Error(`Port ${port} was taken while PostgreSQL was down`);
  }
}
