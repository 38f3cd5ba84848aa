import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aReadyCart } from '../support/builders/carts.js';
import { aKey } from '../support/builders/orders.js';
import { aProduct, aVariant } from '../support/builders/products.js';
import { aShippingMethod } from '../support/builders/shipping.js';
import { countsOf } from '../support/builders/stock.js';
import type { HttpAnswer } from '../support/http-client.js';
import { openShop, type TestShop } from '../support/shop.js';

const ENV = {
  RATE_LIMITS: 'on',
  TRUSTED_PROXIES: 'loopback',
  RATE_LIMIT_ORDERS_PER_MINUTE: '1000',
  DATABASE_POOL_WAIT_MS: '30000',
};

let shop: TestShop;
let shippingMethodId: string;
beforeAll(async () => {
  shop = await openShop({ worker: false, env: ENV });
  shippingMethodId = await aShippingMethod(shop);
});
afterAll(() => shop.close());

let made = 0;
const somewhere = (): string => `198.51.100.${(made += 1)}`;
const somebody = (): string => `guest-${(made += 1)}@example.com`;

interface Wish {
  readonly variantId: string;
  readonly quantity?: number;
}

/** Orders items from an address, by whoever has that e-mail address. */
async function order(ip: string, items: readonly Wish[], email = somebody()): Promise<HttpAnswer> {
  const cartId = await aReadyCart(shop, { items, shippingMethodId, email });
  const options = { idempotencyKey: aKey(), headers: { 'x-forwarded-for': ip } };
  return shop.http.post('/orders', { cartId }, options);
}

const outcome = ({ status, body }: HttpAnswer) => [status, body.code];
const PLACED = [201, undefined];
const TOO_MUCH = [409, 'hold_too_large'];

describe('A stranger who pays for nothing', () => {
  it('cannot take a catalog off sale: every variant is left to others, and little of it is held', async () => {
    const ids: string[] = [];
    for (let product = 0; product < 30; product += 1) {
      const variants = [2, 3, 7, 40, 200].map((onHand, index) => ({
        prices: [{ amount: 1_000, currency: 'USD' }],
        options: { Size: String(index) },
        onHand,
      }));
      const built = await aProduct(shop, {
        options: [{ name: 'Size', values: ['0', '1', '2', '3', '4'] }],
        variants,
      });
      ids.push(...built.variants.map(({ variantId }) => variantId));
    }
    const [here, emails] = [somewhere(), [somebody(), somebody(), somebody(), somebody()]];
    // As many as it can get of each, in orders of ten, over and over.
    for (let round = 0; round < 4; round += 1) {
      for (let start = 0; start < ids.length; start += 10) {
        const items = ids.slice(start, start + 10);
        for (const quantity of [50, 5, 1])
          await order(
            here,
            items.map((variantId) => ({ variantId, quantity })),
            emails[(start / 10 + round) % 4],
          );
      }
    }

    const counts = await Promise.all(ids.map((id) => countsOf(shop, id)));
    const held = counts.reduce((sum, { reserved }) => sum + reserved, 0);
    expect(held).toBeGreaterThan(0);
    expect(held).toBeLessThanOrEqual(500);
    expect(counts.filter(({ onHand, reserved }) => reserved > 0.8 * onHand)).toEqual([]);
    expect(counts.filter(({ onHand, reserved }) => reserved === onHand)).toEqual([]);
    expect(
      outcome(
        await order(
          somewhere(),
          ids.slice(0, 50).map((variantId) => ({ variantId })),
        ),
      ),
    ).toEqual(PLACED);
  }, 300_000);
});

describe('What unpaid orders of one shopper hold together', () => {
  it('is at most 500 units, by address and by e-mail, until one of them is over', async () => {
    const variants = await Promise.all(Array.from({ length: 6 }, () => aVariant(shop, { onHand: 10_000 })));
    const items = variants.map(({ variantId }) => ({ variantId, quantity: 80 }));
    const [here, email] = [somewhere(), somebody()];
    const first = await order(here, items, email);
    expect(outcome(first)).toEqual(PLACED);
    for (const [ip, who] of [
      [here, somebody()],
      [somewhere(), email],
    ] as const) {
      expect(outcome(await order(ip, [{ ...items[0]!, quantity: 20 }], who))).toEqual(PLACED);
      const refused = await order(ip, [{ ...items[0]!, quantity: 1 }], who);
      expect(outcome(refused)).toEqual([429, 'too_many_units_held']);
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
      await shop.sql(`UPDATE orders SET client_network = NULL WHERE client_network = $1 AND email <> $2`, [
        here,
        email,
      ]);
    }
    const { id, accessToken } = first.body;
    await shop.http.post(`/orders/${id}/cancellation`, {}, { orderToken: accessToken });
    expect(outcome(await order(here, [{ ...items[0]!, quantity: 1 }], email))).toEqual(PLACED);
  });

  it('is at most four fifths of a variant, and the others have the rest', async () => {
    const { variantId, sku } = await aVariant(shop, { onHand: 10 });
    const here = somewhere();
    const refused = await order(here, [{ variantId, quantity: 9 }]);
    expect(outcome(refused)).toEqual(TOO_MUCH);
    expect(refused.body.items).toEqual([{ variantId, sku, requested: 9 }]);
    expect(outcome(await order(here, [{ variantId, quantity: 6 }]))).toEqual(PLACED);
    expect(outcome(await order(here, [{ variantId, quantity: 3 }]))).toEqual(TOO_MUCH);
    expect(outcome(await order(here, [{ variantId, quantity: 2 }]))).toEqual(PLACED);
    expect(await countsOf(shop, variantId)).toEqual({ onHand: 10, reserved: 8 });
    expect(outcome(await order(somewhere(), [{ variantId }]))).toEqual(PLACED);
  });

  it('is so too when all of it is asked for at once', async () => {
    const { variantId } = await aVariant(shop, { onHand: 40 });
    const here = somewhere();
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => order(here, [{ variantId, quantity: 5 }])),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(6);
    expect(await countsOf(shop, variantId)).toEqual({ onHand: 40, reserved: 30 });
  });

  it('is counted no longer once it is paid: a shopper buys all that there is', async () => {
    const { variantId } = await aVariant(shop, { onHand: 3 });
    const here = somewhere();
    for (const quantity of [2, 1]) {
      const placed = await order(here, [{ variantId, quantity }]);
      expect(outcome(placed)).toEqual(PLACED);
      const proof = { orderToken: placed.body.accessToken, idempotencyKey: aKey() };
      const body = { provider: 'test', paymentMethod: 'success' };
      expect((await shop.http.post(`/orders/${placed.body.id}/payments`, body, proof)).status).toBe(201);
    }
    expect(await countsOf(shop, variantId)).toEqual({ onHand: 0, reserved: 0 });
  });

  it('is the last unit of ten variants at most', async () => {
    const variants = await Promise.all(Array.from({ length: 12 }, () => aVariant(shop, { onHand: 1 })));
    const items = variants.map(({ variantId }) => ({ variantId }));
    const here = somewhere();
    expect(outcome(await order(here, items.slice(0, 11)))).toEqual(TOO_MUCH);
    expect(outcome(await order(here, items.slice(0, 6)))).toEqual(PLACED);
    expect(outcome(await order(here, items.slice(6, 11)))).toEqual(TOO_MUCH);
    expect(outcome(await order(here, items.slice(6, 10)))).toEqual(PLACED);
    expect(outcome(await order(here, items.slice(10)))).toEqual(TOO_MUCH);
    expect(outcome(await order(somewhere(), items.slice(10)))).toEqual(PLACED);
  });
});
