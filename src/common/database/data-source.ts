import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { DataSource, type MigrationInterface } from 'typeorm';
import type { PostgresDataSourceOptions } from 'typeorm/driver/postgres/PostgresDataSourceOptions.js';
import type { DatabaseConfig } from './database.config.js';
import { SnakeCaseNaming } from './naming.js';

type MigrationClass = new () => MigrationInterface;

const INT8 = 20;

/** Counts and amounts are plain numbers. A value beyond the safe range throws; it is never rounded. */
pg.types.setTypeParser(INT8, (text: string) => {
  const value = Number(text);
  if (!Number.isSafeInteger(value))
    throw new RangeError('A bigint from the database exceeds the safe integer range');
  return value;
});

export type ConnectionSettings = Pick<DatabaseConfig, 'url' | 'directUrl' | 'poolSize' | 'poolWaitMs'>;

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

/** Paths of the migrations, compiled or as sources, in order of their timestamps. */
export function migrationFiles(): string[] {
  const folder = fileURLToPath(new URL('../../../migrations/', import.meta.url));
  return readdirSync(folder)
    .filter((name) => /^\d+-.+\.(js|ts)$/.test(name) && !name.endsWith('.d.ts'))
    .sort()
    .map((name) => folder + name);
}

/** A migration may run long, but waits only 2 s for a lock, because requests queue behind it. */
const MIGRATION_LIMITS = '-c statement_timeout=0 -c idle_in_transaction_session_timeout=0 -c lock_timeout=2s';

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
