import { Transaction } from '../../src/common/database/transaction.js';
import { eventually } from './eventually.js';
import type { TestShop } from './shop.js';

/** What becomes of the second, which waits for rows of the first until that commits or is rolled back. */
export async function behind<T>(
  shop: TestShop,
  first: () => Promise<unknown>,
  second: () => Promise<T>,
  commits = true,
): Promise<Awaited<T>> {
  let letGo = () => undefined as void;
  const held = new Promise<void>((resolve) => (letGo = resolve));
  let hasLocked = false;
  const ahead = shop.get(Transaction).run(async () => {
    await first();
    hasLocked = true;
    await held;
    if (!commits) throw new Error('rolled back');
  });
  // It may have ended before anybody looks.
  const ended = ahead.catch(() => undefined);
  await eventually(() => hasLocked);
  const [outcome] = await Promise.all([second(), eventually(() => someoneWaits(shop)).finally(letGo)]);
  await ended;
  return outcome;
}

async function someoneWaits(shop: TestShop): Promise<boolean> {
  const rows = await shop.sql(
    `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  return rows.length > 0;
}
