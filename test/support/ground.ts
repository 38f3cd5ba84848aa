import { migrate } from '../../src/common/database/migrate.js';
import { createDatabase, dropDatabase, onDatabase } from './database.js';
import { OwnPostgres } from './own-postgres.js';
import { generateSwaggerMetadata } from './swagger-metadata.js';

/** What shops under test are opened on. */
export interface Ground {
  /** The server that test databases are made on. */
  readonly serverUrl: string;
  /** The migrated database that each of them is a copy of. */
  readonly template: string;
}

/**
 * Lays the ground once for many shops: a PostgreSQL (`DATABASE_URL`, or one of our own in a temporary folder), and on
 * it one migrated database to copy.
 */
export async function layGround(): Promise<Ground & { readonly remove: () => Promise<void> }> {
  generateSwaggerMetadata();
  const server = await startServer();
  const template = `cartwright_template_${process.pid}`;
  await createDatabase(server.url, template);
  await migrate({ url: onDatabase(server.url, template), poolSize: 2, poolWaitMs: 5_000 });
  const remove = async () => {
    await dropDatabase(server.url, template);
    await server.stop();
  };
  return { serverUrl: server.url, template, remove };
}

/** The PostgreSQL of `DATABASE_URL`, or one of our own in a temporary folder. */
export async function startServer(): Promise<{ url: string; stop: () => Promise<void> }> {
  const url = process.env['DATABASE_URL'];
  if (url !== undefined && url !== '') return { url, stop: async () => undefined };
  const server = await OwnPostgres.start('test', { durable: false, settings: { max_connections: '300' } });
  return { url: server.url, stop: () => server.remove() };
}
