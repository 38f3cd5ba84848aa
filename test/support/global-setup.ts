import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../src/common/database/migrate.js';
import { startEmbeddedPostgres } from '../../src/common/database/embedded/embedded-postgres.js';
import { createDatabase, dropDatabase, onDatabase } from './database.js';
import { generateSwaggerMetadata } from './swagger-metadata.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** The server that test databases are made on. */
    serverUrl: string;
    /** The migrated database that each of them is a copy of. */
    template: string;
  }
}

/**
 * Runs once before all tests: a PostgreSQL (`DATABASE_URL`, or one of our own in a temporary folder), and on it one
 * migrated database that every test file copies.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  generateSwaggerMetadata();
  const server = await startServer();
  const template = `cartwright_template_${process.pid}`;
  await createDatabase(server.url, template);
  await migrate({ url: onDatabase(server.url, template), poolSize: 2, poolWaitMs: 5_000 });
  project.provide('serverUrl', server.url);
  project.provide('template', template);
  return async () => {
    await dropDatabase(server.url, template);
    await server.stop();
  };
}

async function startServer(): Promise<{ url: string; stop: () => Promise<void> }> {
  const url = process.env['DATABASE_URL'];
  if (url !== undefined && url !== '') return { url, stop: async () => undefined };
  const dataDir = mkdtempSync(join(tmpdir(), 'cartwright-test-'));
  const server = await startEmbeddedPostgres({
    dataDir,
    durable: false,
    settings: { max_connections: '300' },
  });
  return {
    url: server.url,
    stop: async () => {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
