import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aStaff } from './support/builders/accounts.js';
import { openShop, type TestShop } from './support/shop.js';

let shop: TestShop;
let token: string;

beforeAll(async () => {
  shop = await openShop();
  ({ token } = await aStaff(shop));
});
afterAll(() => shop.close());

describe('the catalog', () => {
  it('makes a product that is then listed and shown', async () => {
    const made = await shop.http.post(
      '/products',
      {
        title: 'Harbor T-shirt',
        options: [{ name: 'Color', values: ['Blue', 'Red'] }],
        variants: [
          { options: { Color: 'Blue' }, prices: [{ amount: 1999, currency: 'USD' }], onHand: 3 },
          { options: { Color: 'Red' }, prices: [{ amount: 1899, currency: 'USD' }] },
        ],
      },
      { token },
    );
    expect(made.status).toBe(201);
    expect(made.body.variants.map(({ sku }: { sku: string }) => sku)).toEqual([
      'HARBOR-T-SHIRT-BLUE',
      'HARBOR-T-SHIRT-RED',
    ]);

    const { body: list } = await shop.http.get('/products');
    expect(list.items).toEqual([
      {
        id: made.body.id,
        slug: 'harbor-t-shirt',
        title: 'Harbor T-shirt',
        priceFrom: { amount: 1899, currency: 'USD' },
        available: true,
        thumbnail: null,
      },
    ]);

    const { body: page } = await shop.http.get('/products/harbor-t-shirt');
    expect(page.variants.map(({ available }: { available: boolean }) => available)).toEqual([true, false]);
  });
});
