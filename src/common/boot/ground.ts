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
import { HttpConfig } from '../http/http.config.js';
import { migrate, pendingMigrations } from '../database/migrate.js';
import {
  findRunningPostgres,
  openDataDir,
  startEmbeddedPostgres,
} from '../database/embedded/embedded-postgres.js';
import { requireFreePort } from './listening.js';
import type { Undertakings } from './undertakings.js';

/** What every process of the shop needs: a migrated database and checked settings. */
export interface Ground {
  readonly database: string;
  /** Records the shop's address, so that a second start in the folder can name it. */
  announce(url: string): void;
}

export interface GroundOptions {
  readonly undertakings: Undertakings;
  /** Checks the port before anything starts. */
  readonly listens?: boolean;
  /** A command joins the running shop's server. */
  readonly join?: boolean;
  readonly onProgress?: (line: string) => void;
}

/** Outside production: demo secrets, embedded PostgreSQL, schema. Production must bring all of them. */
export async function prepareGround(options: GroundOptions): Promise<Ground> {
  const runtime = loadConfig(RuntimeConfig);
  if (runtime.isProduction) return prepareProduction(options);
  const { undertakings, join = false, onProgress = () => undefined } = options;
  const dataDir = openDataDir(resolve(runtime.dataDir));
  ensureDemoSecrets(dataDir);
  await checkSettings(options);
  const ground =
    loadConfig(DatabaseConfig).url === undefined
      ? await embedded(dataDir, { undertakings, join, onProgress })
      : external();
  const { applied } = await migrate(loadConfig(DatabaseConfig));
  if (applied.length > 0) onProgress(`Migrated the schema: ${applied.length} migration(s).`);
  return ground;
}

async function checkSettings({ listens = false }: GroundOptions): Promise<void> {
  checkConfiguration();
  if (listens) await requireFreePort(loadConfig(HttpConfig));
}

async function prepareProduction(options: GroundOptions): Promise<Ground> {
  await checkSettings(options);
  const config = loadConfig(DatabaseConfig);
  if (config.url === undefined) {
    throw new InvalidConfiguration(['DATABASE_URL is missing: the embedded server is for development only']);
  }
  const pending = await pendingMigrations(config);
  if (pending > 0)
    throw new Error(`The database lacks ${pending} migration(s): run "npm run migration:run" first.`);
  return external();
}

async function embedded(
  dataDir: string,
  { undertakings, join, onProgress }: Required<Omit<GroundOptions, 'listens'>>,
): Promise<Ground> {
  const running = join ? await findRunningPostgres(dataDir) : undefined;
  if (running !== undefined) {
    provideEnvironment({ DATABASE_URL: running, DEMO: 'true' });
    return external('the running shop’s PostgreSQL');
  }
  onProgress('Starting PostgreSQL ...');
  const server = await undertakings.begin(
    () => startEmbeddedPostgres({ dataDir }),
    (begun) => begun.stop(),
  );
  provideEnvironment({ DATABASE_URL: server.url, DEMO: 'true' });
  return {
    database: `PostgreSQL ${server.version} on port ${server.port}, data in ${dataDir}`,
    announce: (url) => server.announce(url),
  };
}

const external = (database = 'the PostgreSQL of DATABASE_URL'): Ground => ({
  database,
  announce: () => undefined,
});
