import pg from 'pg';
import { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { aHolder } from './database.js';
import { eventually } from './eventually.js';
import { Random } from './random.js';
import type { TestShop } from './shop.js';

/** The connections that the shop's requests share. */
export const poolOf = (shop: TestShop): pg.Pool =>
  (shop.get(DataSource).driver as PostgresDriver).master as pg.Pool;

/** Looks at the shop's connections from the server's side. */
export class Onlooker {
  private constructor(private readonly client: pg.Client) {}

  static async at(databaseUrl: string): Promise<Onlooker> {
    return new Onlooker(await aHolder(databaseUrl));
  }

  async connections(): Promise<number[]> {
    const { rows } = await this.client.query<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity WHERE application_name = 'cartwright' AND datname = current_database()`,
    );
    return rows.map(({ pid }) => pid);
  }

  /** Ends them all, as an administrator would. */
  async terminate(): Promise<void> {
    await this.client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name = 'cartwright' AND datname = current_database()`,
    );
  }

  /** Keeps everybody from the table until the work is done; the work is told how to wait for so many who wait. */
  async whileLocked<T>(table: string, work: (waiting: (count: number) => Promise<void>) => Promise<T>) {
    await this.client.query('BEGIN');
    await this.client.query(`LOCK TABLE ${pg.escapeIdentifier(table)} IN ACCESS EXCLUSIVE MODE`);
    try {
      return await work(
        async (count) => void (await eventually(async () => (await this.waiting()) >= count)),
      );
    } finally {
      await this.client.query('ROLLBACK');
    }
  }

  close = (): Promise<void> => this.client.end();

  private async waiting(): Promise<number> {
    const { rowCount } = await this.client.query(
      `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`,
    );
    return rowCount ?? 0;
  }
}

interface Querying {
  readonly connectionParameters: { readonly application_name?: string };
}

/**
 * Lets a part of the shop's statements fail by these SQLSTATEs while the work runs, as a seed decides; gives how many
 * did.
 */
export async function whileFailing(
  codes: readonly string[],
  { part, seed }: { readonly part: number; readonly seed: number },
  work: () => Promise<unknown>,
): Promise<number> {
  const random = new Random(seed);
  const prototype = pg.Client.prototype as unknown as { query: (this: Querying, ...args: any[]) => unknown };
  const { query } = prototype;
  let failed = 0;
  prototype.query = function (...args) {
    const isShops = this.connectionParameters.application_name === 'cartwright';
    const text = String(args[0]?.text ?? args[0]);
    if (!isShops || /^(START|BEGIN|COMMIT|ROLLBACK)/.test(text) || !random.chance(part))
      return query.apply(this, args);
    failed += 1;
    return Promise.reject(Object.assign(new Error('as it was asked to'), { code: random.pick(codes) }));
  };
  try {
    await work();
    return failed;
  } finally {
    prototype.query = query;
  }
}
