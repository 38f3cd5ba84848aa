import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aKey } from '../support/builders/orders.js';
import { aReadyCart } from '../support/builders/carts.js';
import { aVariant } from '../support/builders/products.js';
import { openShop, type TestShop } from '../support/shop.js';

let shop: TestShop;
beforeAll(async () => {
  shop = await openShop({ worker: false, env: { STOCK_FEW_UNITS: '4', RATE_LIMITS: 'on' } });
});
afterAll(() => shop.close());

/** What a cart with so many units says of the stock; undefined when it says nothing. */
async function toldOf(variantId: string, quantity: number): Promise<string | undefined> {
  const { body } = await shop.http.post('/carts', { items: [{ variantId, quantity }] });
  const problems = body.problems as { code: string; detail: string }[];
  return problems.find(({ code }) => code === 'insufficient_stock')?.detail;
}

/** The most units, up to 100, of which a cart does not say that they are too many. */
async function bisected(variantId: string): Promise<number> {
  let [low, high] = [0, 100];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((await toldOf(variantId, middle)) === undefined) low = middle;
    else high = middle - 1;
  }
  return low;
}

describe('What carts tell strangers of the stock', () => {
  it.each([
    [0, 0],
    [1, 4],
    [3, 4],
    [4, 4],
    [5, 8],
    [8, 8],
    [9, 16],
    [17, 32],
    [31, 32],
    [33, 64],
    [65, 100],
  ])('of %i units is no more than its step, however it is bisected: %i', async (onHand, step) => {
    const { variantId } = await aVariant(shop, { onHand });
    expect(await bisected(variantId)).toBe(step);
  });

  it('is in the same words for every count of a step', async () => {
    for (const [least, most] of [
      [1, 4],
      [17, 32],
    ] as const) {
      const title = 'Harbor lamp';
      const [one, other] = [
        await aVariant(shop, { onHand: least, title }),
        await aVariant(shop, { onHand: most, title }),
      ];
      for (const quantity of [1, most, most + 1, 100])
        expect(await toldOf(one.variantId, quantity)).toBe(await toldOf(other.variantId, quantity));
    }
  });

  it('leaves it to the order to refuse what is not there, which counts as any order does', async () => {
    const { variantId } = await aVariant(shop, { onHand: 20 });
    const cartId = await aReadyCart(shop, { items: [{ variantId, quantity: 21 }] });
    expect((await shop.http.get(`/carts/${cartId}`)).body.problems).toEqual([]);
    const order = () => shop.http.post('/orders', { cartId }, { idempotencyKey: aKey() });
    const [first, second] = [await order(), await order()];
    expect([first.status, first.body.code]).toEqual([409, 'insufficient_stock']);
    expect(first.body.items[0].stock).toBe('not_enough');
    const remaining = ({ headers }: typeof first) => Number(headers['ratelimit-remaining']);
    expect(remaining(second)).toBe(remaining(first) - 1);
  });
});
