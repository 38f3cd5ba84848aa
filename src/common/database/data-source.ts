import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { DataSource, type MigrationInterface } from 'typeorm';
import type { PostgresDataSourceOptions } from 'typeorm/driver/postgres/PostgresDataSourceOptions.js';
import type { DatabaseConfig } from './database.config.js';
import { SnakeCaseNaming } from './naming.js';

type MigrationClass = new () => MigrationInterface;

const INT8 = 20;

/** Counts and minor units are numbers; a value beyond the exact range is an error and never rounded. */
pg.types.setTypeParser(INT8, (text: string) => {
  const value = Number(text);
  if (!Number.isSafeInteger(value))
    throw new RangeError('A bigint from the database is beyond the exact range');
  return value;
});

export type ConnectionSettings = Pick<DatabaseConfig, 'url' | 'directUrl' | 'poolSize' | 'poolWaitMs'>;

/** TypeORM's options; only migrations change the schema. */
export function dataSourceOptions(config: ConnectionSettings): PostgresDataSourceOptions {
  return {
    type: 'postgres',
    url: config.url,
    applicationName: 'cartwright',
    synchronize: false,
    migrationsRun: false,
    installExtensions: false,
    uuidExtension: 'pgcrypto',
    namingStrategy: new SnakeCaseNaming(),
    invalidWhereValuesBehavior: { null: 'throw', undefined: 'throw' },
    migrationsTableName: 'migrations',
    migrationsTransactionMode: 'each',
    poolErrorHandler: () => undefined,
    extra: {
      max: config.poolSize,
      connectionTimeoutMillis: config.poolWaitMs,
      idleTimeoutMillis: 30_000,
      keepAlive: true,
    },
  };
}

/** The compiled migrations (or their sources under a TypeScript runner), in order of their timestamps. */
export function migrationFiles(): string[] {
  const folder = fileURLToPath(new URL('../../../migrations/', import.meta.url));
  return readdirSync(folder)
    .filter((name) => /^\d+-.+\.(js|ts)$/.test(name) && !name.endsWith('.d.ts'))
    .sort()
    .map((name) => folder + name);
}

/**
 * A migration may run for any time, but waits for a lock only as long as a request does, because everybody else queues
 * behind it.
 */
const MIGRATION_LIMITS = '-c statement_timeout=0 -c idle_in_transaction_session_timeout=0 -c lock_timeout=2s';

/** A data source with the migrations, for the command line. */
export async function migrationDataSource(config: ConnectionSettings): Promise<DataSource> {
  const modules = await Promise.all(
    migrationFiles().map((file) => import(file) as Promise<Record<string, unknown>>),
  );
  const migrations = modules.flatMap((module) => Object.values(module)) as MigrationClass[];
  const options = dataSourceOptions({ ...config, url: config.directUrl ?? config.url });
  return new DataSource({
    ...options,
    migrations,
    extra: { ...(options.extra as object), options: MIGRATION_LIMITS },
  });
}
