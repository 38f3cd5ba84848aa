import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openShop, type TestShop } from '../support/shop.js';

const POLL_MS = 2_000;
const WINDOW_MS = 2 * POLL_MS;
const MINUTE_MS = 60_000;
const MINUTES_JOBS_MS = 5_000;

describe('an idle shop', () => {
  let shop: TestShop;
  beforeAll(async () => {
    shop = await openShop({ env: { WORKER_POLL_MS: String(POLL_MS) } });
    await shop.listen();
    await delay(POLL_MS);
  });
  afterAll(() => shop.close());

  it('leaves its database alone but for a look at the queue', async () => {
    await betweenMinutes();
    // Of what PostgreSQL itself counts, some comes late, and its own upkeep is in it.
    const sent = await shop.statementsOf(
      () => delay(WINDOW_MS),
      (connection) => connection.startsWith('cartwright'),
    );
    expect(sent.length).toBeGreaterThan(0);
    expect(sent.length).toBeLessThan(20);
  });
});

/** Jobs that are due each minute are work, and no sign of a shop that cannot sleep: waits until they are done. */
async function betweenMinutes(): Promise<void> {
  const passed = Date.now() % MINUTE_MS;
  if (passed < MINUTES_JOBS_MS) await delay(MINUTES_JOBS_MS - passed);
  else if (passed + WINDOW_MS + 1_000 > MINUTE_MS) await delay(MINUTE_MS - passed + MINUTES_JOBS_MS);
}
