import type pg from 'pg';
import { aHolder } from './database.js';
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
  const [holder, observer] = await Promise.all([aHolder(shop.databaseUrl), aHolder(shop.databaseUrl)]);
  try {
    await holder.query('BEGIN');
    await holder.query(lock.sql, [...lock.parameters]);
    const letGo = async () => {
      await eventually(async () => (await waitingIn(observer)) >= lock.waiters);
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
