import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aStaff } from '../support/builders/accounts.js';
import { aCategory } from '../support/builders/categories.js';
import { aKey } from '../support/builders/orders.js';
import { aProduct, aVariant } from '../support/builders/products.js';
import { openShop, type TestShop } from '../support/shop.js';

let shop: TestShop;
let token: string;
beforeAll(async () => {
  shop = await openShop({ worker: false });
  ({ token } = await aStaff(shop));
});
afterAll(() => shop.close());

interface Thing {
  readonly path: string;
  /** What it has, as a PATCH writes it. */
  readonly same: object;
  readonly other: object;
}

async function theProduct(): Promise<Thing> {
  const category = await aCategory(shop);
  const { productId } = await aProduct(shop);
  const path = `/products/${productId}`;
  const same = {
    title: 'Harbor mug',
    description: 'Holds **tea**.',
    descriptionFormat: 'text',
    categoryIds: [category.id],
    media: [{ url: 'https://images.example/mug.jpg', alt: 'A mug' }],
  };
  await shop.http.patch(path, same, { token });
  return { path, same, other: { title: 'Harbor cup' } };
}

async function theVariant(): Promise<Thing> {
  const { variantId } = await aVariant(shop);
  const path = `/variants/${variantId}`;
  const same = { sku: `SAME-${variantId.slice(-6)}`, prices: [{ amount: 1_250, currency: 'USD' }] };
  await shop.http.patch(path, same, { token });
  return { path, same, other: { prices: [{ amount: 1_300, currency: 'USD' }] } };
}

async function theCategory(): Promise<Thing> {
  const { id, name, slug } = await aCategory(shop);
  return { path: `/categories/${id}`, same: { name, slug }, other: { name: 'Another name' } };
}

async function made(list: string, body: object, same: object, other: object): Promise<Thing> {
  const { id } = (await shop.http.post(list, body, { token, idempotencyKey: aKey() })).body;
  return { path: `${list}/${id}`, same, other };
}

const usd = (amount: number) => ({ amount, currency: 'USD' });

const THINGS: Readonly<Record<string, () => Promise<Thing>>> = {
  'a product': theProduct,
  'a variant': theVariant,
  'a category': theCategory,
  'a tax rate': () =>
    made(
      '/tax-rates',
      { name: 'VAT', country: 'DE', millionths: 190_000 },
      { name: 'VAT', millionths: 190_000 },
      { millionths: 70_000 },
    ),
  'a shipping method': () =>
    made(
      '/shipping-methods',
      { name: 'Post', rates: [{ country: 'DE', price: usd(500) }] },
      { name: 'Post', rates: [{ country: 'DE', price: usd(500) }] },
      { rates: [{ country: 'DE', price: usd(600) }] },
    ),
};

describe('A change that changes nothing', () => {
  it.each(Object.entries(THINGS))('leaves the version of %s alone', async (_, aThing) => {
    const { path, same, other } = await aThing();
    const patch = (body: object) => shop.http.patch(path, body, { token });
    const before = await patch(same);
    expect([before.status, before.text]).toEqual([200, before.text]);

    for (const body of [same, {}]) {
      const after = await patch(body);
      expect([after.body, after.headers['etag']]).toEqual([before.body, before.headers['etag']]);
    }

    expect((await patch(other)).body.version).toBe(before.body.version + 1);
  });
});
