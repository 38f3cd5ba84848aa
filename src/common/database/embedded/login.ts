import { Client } from 'pg';

export interface Login {
  readonly port: number;
  readonly password: string;
}

export const DATABASE = 'cartwright';
const CREATE_DATABASE = 'create database cartwright';
const CONNECT_TIMEOUT_MS = 2_000;

export function urlOf({ port, password }: Login): string {
  return `postgres://postgres:${password}@127.0.0.1:${port}/${DATABASE}`;
}

/** The cluster at a port. SCRAM also proves the server: it fails without our password. @throws pg's error */
export async function clusterAt(login: Login): Promise<{ path: string; version: string }> {
  return withClient(login, async (client) => {
    const { rows } = await client.query<{ path: string; version: string }>(
      `select current_setting('data_directory') as path, current_setting('server_version') as version`,
    );
    return rows[0]!;
  });
}

export async function ensureDatabase(login: Login): Promise<void> {
  await withClient(login, async (client) => {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(CREATE_DATABASE);
  });
}

async function withClient<T>({ port, password }: Login, action: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({
    host: '127.0.0.1',
    port,
    user: 'postgres',
    password,
    database: 'postgres',
    ssl: false,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: 30_000,
  });
  // The call that waits on the connection reports the error.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await action(client);
  } finally {
    await client.end();
  }
}
