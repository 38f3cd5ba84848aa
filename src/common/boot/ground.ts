import { resolve } from 'node:path';
import { ensureDemoSecrets } from '../config/demo-secrets.js';
import { RuntimeConfig } from '../config/runtime.config.js';
import {
  checkConfiguration,
  InvalidConfiguration,
  loadConfig,
  provideEnvironment,
} from '../config/settings.js';
import { DatabaseConfig } from '../database/database.config.js';
import { migrate, pendingMigrations } from '../database/migrate.js';
import {
  findRunningPostgres,
  openDataDir,
  startEmbeddedPostgres,
} from '../database/embedded/embedded-postgres.js';

/** What a process of the shop stands on: a migrated database, and settings that were checked. */
export interface Ground {
  /** How the database came about, for people. */
  readonly database: string;
  /** Tells a second start in the same folder where this one answers. */
  announce(url: string): void;
  /** Ends what was started for this process, last of all. */
  release(): Promise<void>;
}

export interface GroundOptions {
  /** A command of the command line joins the server of a shop that runs in the same folder. */
  readonly join?: boolean;
  readonly onProgress?: (line: string) => void;
}

/**
 * Makes ready what the settings leave open: demo secrets and the embedded PostgreSQL outside production, and the
 * schema. In production everything must be there, and an old schema is refused.
 */
export async function prepareGround({
  join = false,
  onProgress = () => undefined,
}: GroundOptions = {}): Promise<Ground> {
  const runtime = loadConfig(RuntimeConfig);
  if (runtime.isProduction) return prepareProduction();
  const dataDir = openDataDir(resolve(runtime.dataDir));
  ensureDemoSecrets(dataDir);
  const ground =
    loadConfig(DatabaseConfig).url === undefined ? await embedded(dataDir, join, onProgress) : external();
  try {
    checkConfiguration();
    const { applied } = await migrate(loadConfig(DatabaseConfig));
    if (applied.length > 0) onProgress(`Schema brought up to date: ${applied.length} migration(s).`);
    return ground;
  } catch (error) {
    await ground.release();
    throw error;
  }
}

async function prepareProduction(): Promise<Ground> {
  checkConfiguration();
  const config = loadConfig(DatabaseConfig);
  if (config.url === undefined) {
    throw new InvalidConfiguration(['DATABASE_URL is missing: the embedded server is for development only']);
  }
  const pending = await pendingMigrations(config);
  if (pending > 0)
    throw new Error(`The database lacks ${pending} migration(s): run "npm run migration:run" first.`);
  return external();
}

async function embedded(dataDir: string, join: boolean, onProgress: (line: string) => void): Promise<Ground> {
  const running = join ? await findRunningPostgres(dataDir) : undefined;
  if (running !== undefined) {
    provideEnvironment({ DATABASE_URL: running, DEMO: 'true' });
    return external('the running shop’s PostgreSQL');
  }
  onProgress('Starting PostgreSQL ...');
  const server = await startEmbeddedPostgres({ dataDir });
  provideEnvironment({ DATABASE_URL: server.url, DEMO: 'true' });
  return {
    database: `PostgreSQL ${server.version} on port ${server.port}, data in ${dataDir}`,
    announce: (url) => server.announce(url),
    release: () => server.stop(),
  };
}

const external = (database = 'the PostgreSQL of DATABASE_URL'): Ground => ({
  database,
  announce: () => undefined,
  release: async () => undefined,
});
