import { eventually } from './eventually.js';
import type { TestShop } from './shop.js';

/** Waits until every job that is due has been done. */
export async function settleJobs(shop: TestShop, patienceMs = 60_000): Promise<void> {
  await eventually(async () => {
    const [row] = await shop.sql<{ count: number }>(
      'SELECT count(*) AS count FROM graphile_worker.jobs WHERE run_at <= now() OR locked_at IS NOT NULL',
    );
    return row!.count === 0;
  }, patienceMs);
}
