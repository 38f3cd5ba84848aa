import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openShop, type TestShop } from './support/shop.js';

describe('an idle shop', () => {
  let shop: TestShop;
  beforeAll(async () => {
    shop = await openShop({ env: { WORKER_POLL_MS: '2000' } });
    await shop.listen();
    await delay(2_000);
  });
  afterAll(() => shop.close());

  it('leaves its database alone but for a look at the queue', async () => {
    const transactions = async () => {
      await shop.sql('SELECT pg_stat_clear_snapshot()');
      const [row] = await shop.sql(
        'SELECT xact_commit + xact_rollback AS n FROM pg_stat_database WHERE datname = current_database()',
      );
      return row.n as number;
    };
    const before = await transactions();
    await delay(3_000);
    expect((await transactions()) - before).toBeLessThan(20);
  });
});
