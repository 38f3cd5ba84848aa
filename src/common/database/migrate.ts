import { runMigrations as runWorkerMigrations } from 'graphile-worker';
import { silentLogger } from '../logging/worker-logger.js';
import { poll } from '../waiting.js';
import { type ConnectionSettings, migrationDataSource } from './data-source.js';

/** An arbitrary constant: the advisory lock for migrations. */
const MIGRATION_LOCK = 4_711_000_001;
const TURN_POLL_MS = 200;
/** Longer than the migrations of any version take on a large shop. */
const TURN_LIMIT_MS = 3_600_000;

/** Limits of a request, on the role so that poolers keep them. JIT costs more than it saves here. */
const ROLE_SETTINGS = `
  DO $$ BEGIN
    EXECUTE format('ALTER ROLE CURRENT_USER IN DATABASE %I SET statement_timeout = %L', current_database(), '5s');
    EXECUTE format('ALTER ROLE CURRENT_USER IN DATABASE %I SET lock_timeout = %L', current_database(), '2s');
    EXECUTE format('ALTER ROLE CURRENT_USER IN DATABASE %I SET idle_in_transaction_session_timeout = %L',
      current_database(), '10s');
    EXECUTE format('ALTER ROLE CURRENT_USER IN DATABASE %I SET jit = off', current_database());
  END $$`;

export interface MigrationReport {
  readonly applied: readonly string[];
}

/** Migrates the schema to this version. Concurrent processes are safe: one works, the others wait. */
export async function migrate(
  config: ConnectionSettings,
  onProgress: (name: string, done: number, all: number) => void = () => undefined,
  turnLimitMs = TURN_LIMIT_MS,
): Promise<MigrationReport> {
  const dataSource = await migrationDataSource(config);
  await dataSource.initialize();
  const lock = dataSource.createQueryRunner();
  try {
    await waitForTurn((sql, parameters) => lock.query(sql, parameters), turnLimitMs);
    const applied = await dataSource.runMigrations({ transaction: 'each' });
    applied.forEach((migration, index) => onProgress(migration.name, index + 1, applied.length));
    await runWorkerMigrations({ connectionString: config.directUrl ?? config.url, logger: silentLogger });
    await setRoleSettings((sql) => lock.query(sql));
    return { applied: applied.map((migration) => migration.name) };
  } finally {
    await lock.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined);
    await lock.release();
    await dataSource.destroy();
  }
}

/** Polls, because `CREATE INDEX CONCURRENTLY` waits for every statement, so also for a waiting lock. */
async function waitForTurn(
  query: (sql: string, parameters: unknown[]) => Promise<unknown>,
  limitMs: number,
): Promise<void> {
  const tryToLock = async (): Promise<true | undefined> => {
    const rows = await query('SELECT pg_try_advisory_lock($1) AS taken', [MIGRATION_LOCK]);
    return (rows as { taken: boolean }[])[0]!.taken || undefined;
  };
  if (await poll(tryToLock, { everyMs: TURN_POLL_MS, withinMs: limitMs })) return;
  throw new Error(
    `Another process has been migrating this database for ${Math.round(limitMs / 60_000)} minutes. ` +
      'Stop it or wait for it, then try again.',
  );
}

export async function pendingMigrations(config: ConnectionSettings): Promise<number> {
  const dataSource = await migrationDataSource(config);
  await dataSource.initialize();
  try {
    const all = dataSource.migrations.map((migration) => migration.name ?? migration.constructor.name);
    const [table] = (await dataSource.query(`SELECT to_regclass('migrations') AS name`)) as {
      name: string | null;
    }[];
    if (table?.name == null) return all.length;
    const done = (await dataSource.query('SELECT name FROM migrations')) as { name: string }[];
    return all.filter((name) => !done.some((row) => row.name === name)).length;
  } finally {
    await dataSource.destroy();
  }
}

/** Sets them for the migrating role. `doctor` reports a serving role without these limits. */
export async function setRoleSettings(query: (sql: string) => Promise<unknown>): Promise<void> {
  await query(ROLE_SETTINGS);
}
