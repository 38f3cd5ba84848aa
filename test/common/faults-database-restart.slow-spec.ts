import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADDRESSES } from '../support/builders/carts.js';
import { aKey } from '../support/builders/orders.js';
import { aVariant } from '../support/builders/products.js';
import { aShippingMethod } from '../support/builders/shipping.js';
import { eventually } from '../support/eventually.js';
import type { HttpAnswer } from '../support/http-client.js';
import { openShopOn, type TestShop } from '../support/shop.js';
import { CrashingPostgres } from '../torture/database.js';

const BUYERS = 4;
const LIMIT_MS = 30_000;

/** How a server ends, in the words of `pg_ctl stop -m`, and by which signal. */
const ENDS = [
  ['is killed', 'SIGKILL'],
  ['stops immediately', 'SIGQUIT'],
  ['stops fast', 'SIGINT'],
] as const;

describe('A shop whose PostgreSQL', () => {
  let postgres: CrashingPostgres;
  let shop: TestShop;

  beforeAll(async () => {
    postgres = await CrashingPostgres.start();
    const env = { LOG_LEVEL: 'silent', DATABASE_POOL_WAIT_MS: '1000' };
    shop = await openShopOn(await postgres.ground(), { env });
  });
  afterAll(async () => {
    await shop.close();
    await postgres.remove();
  });

  it.each(ENDS)(
    '%s answers 503 while it is down, then goes on, and has lost nothing',
    async (_, signal) => {
      const { variantId } = await aVariant(shop, { onHand: 100_000 });
      const shippingMethodId = await aShippingMethod(shop);
      const acknowledged: string[] = [];
      const refusals: HttpAnswer[] = [];
      const strange: string[] = [];
      const over = new AbortController();

      /** The body of an answer that the shopper can go on with. */
      const heard = (answer: HttpAnswer): any => {
        if (answer.status < 300) return answer.body;
        if (answer.status === 503) refusals.push(answer);
        else strange.push(answer.text);
        return undefined;
      };
      const buy = async (): Promise<void> => {
        const cart = heard(await shop.http.post('/carts', { items: [{ variantId, quantity: 1 }] }));
        const details = { email: 'mara@example.com', shippingAddress: ADDRESSES.US, shippingMethodId };
        if (!cart || !heard(await shop.http.patch(`/carts/${cart.id}`, details))) return;
        const order = heard(await shop.http.post('/orders', { cartId: cart.id }, { idempotencyKey: aKey() }));
        if (order) acknowledged.push(order.id);
      };
      const shoppers = Array.from({ length: BUYERS }, async () => {
        while (!over.signal.aborted) await buy();
      });

      await eventually(() => acknowledged.length >= BUYERS, LIMIT_MS);
      await postgres.crash(signal);
      await eventually(async () => (await shop.http.get('/health/ready')).status === 200, LIMIT_MS);
      const before = acknowledged.length;
      await eventually(() => acknowledged.length >= before + BUYERS, LIMIT_MS);
      over.abort();
      await Promise.all(shoppers);

      expect(strange).toEqual([]);
      expect(refusals.length).toBeGreaterThan(0);
      for (const { headers } of refusals) expect(headers['retry-after']).toMatch(/^\d+$/);
      // Not one order that was acknowledged.
      const kept = await shop.sql<{ id: string }>('SELECT id FROM orders WHERE id = ANY($1)', [acknowledged]);
      expect(kept).toHaveLength(acknowledged.length);
      await shop.doctor();
    },
    120_000,
  );
});
