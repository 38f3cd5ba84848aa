import pg from 'pg';
import { eventually } from './eventually.js';
import type { TestShop } from './shop.js';

/**
 * Runs a locking statement, then the work, and lets go once so many statements of the work wait for the lock: requests
 * that would only perhaps meet then truly do.
 */
export async function meetingAtLock<T>(
  shop: TestShop,
  lock: { readonly sql: string; readonly parameters: readonly unknown[]; readonly waiters: number },
  work: () => Promise<T>,
): Promise<T> {
  const holder = new pg.Client({ connectionString: shop.databaseUrl });
  const observer = new pg.Client({ connectionString: shop.databaseUrl });
  await Promise.all([holder.connect(), observer.connect()]);
  try {
    await holder.query('BEGIN');
    await holder.query(lock.sql, [...lock.parameters]);
    const letGo = async () => {
      await eventually(async () => (await waitingIn(observer)) >= lock.waiters, 5_000);
      await holder.query('COMMIT');
    };
    // Together: work that fails before the answer to COMMIT is in must find somebody who waits for it.
    const [outcome] = await Promise.all([work(), letGo()]);
    return outcome;
  } finally {
    await Promise.all([holder.end(), observer.end()]);
  }
}

async function waitingIn(observer: pg.Client): Promise<number> {
  const { rowCount } = await observer.query(
    `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`,
  );
  return rowCount ?? 0;
}
