import pg from 'pg';
import { setRoleSettings } from '../../src/common/database/migrate.js';

/** The same server's URL for another of its databases. */
export function onDatabase(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}

/** Creates a database; as a copy when a template is named. Copies do not inherit the role's time-outs, so they are set. */
export async function createDatabase(serverUrl: string, name: string, template?: string): Promise<string> {
  const source = template === undefined ? '' : ` TEMPLATE ${pg.escapeIdentifier(template)}`;
  await onServer(serverUrl, (client) =>
    client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}${source}`),
  );
  const url = onDatabase(serverUrl, name);
  await onServer(url, (client) => setRoleSettings((sql) => client.query(sql)));
  return url;
}

/** Lets requests wait for locks as long as a slow machine needs, where a shop would give up. */
export const waitPatiently = (url: string): Promise<void> =>
  onServer(url, async (client) => {
    for (const limit of ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout'])
      await client.query(`ALTER ROLE CURRENT_USER IN DATABASE ${nameIn(url)} SET ${limit} = '60s'`);
  });

const nameIn = (url: string): string => pg.escapeIdentifier(new URL(url).pathname.slice(1));

export async function dropDatabase(serverUrl: string, name: string): Promise<void> {
  await onServer(serverUrl, (client) =>
    client.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`),
  );
}

/** A session that may hold a lock for as long as the test needs. */
export async function aHolder(databaseUrl: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    options: '-c idle_in_transaction_session_timeout=0 -c lock_timeout=0 -c statement_timeout=0',
  });
  await client.connect();
  return client;
}

async function onServer<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
