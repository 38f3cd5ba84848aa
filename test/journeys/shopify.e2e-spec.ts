import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ImportReport } from '../../src/catalog/import/import-report.js';
import { CatalogImport } from '../../src/catalog/import/catalog-import.js';
import { ADDRESSES } from '../support/builders/carts.js';
import { aShippingMethod } from '../support/builders/shipping.js';
import { openShop, type TestShop } from '../support/shop.js';

/** Shopify's own sample export. It is not ours to publish, so it lies outside of the repository. */
const sample = join(process.env['CARTWRIGHT_DATA'] ?? '', 'catalogues/shopify/apparel.csv');

const hasSample = existsSync(sample);
if (!hasSample) {
  process.stdout.write('Skipped: the Shopify sample. Set CARTWRIGHT_DATA to the folder of sample data.\n');
}

describe.skipIf(!hasSample)('A merchant who comes from Shopify', () => {
  let shop: TestShop;
  let report: ImportReport;

  const importSample = () => shop.get(CatalogImport).run(sample, { currency: 'USD' });

  beforeAll(async () => {
    shop = await openShop();
    await shop.listen();
    report = await importSample();
  });
  afterAll(() => shop.close());

  it('imports the catalog and sells one of its products', async () => {
    expect(report).toMatchObject({ total: 20, imported: 20, refused: 0 });

    const { body: list } = await shop.network.get('/products?inStock=true&limit=100');
    expect(list.items).toHaveLength(20);
    const { body: product } = await shop.network.get(`/products/${list.items[0].slug}`);
    const [variant] = product.variants;
    await aShippingMethod(shop);

    const items = [{ sku: variant.sku, quantity: 1 }];
    const { body: cart } = await shop.network.post('/carts', { items });
    const who = { email: 'mara@example.com', shippingAddress: ADDRESSES.US };
    await shop.network.patch(`/carts/${cart.id}`, who);
    const { body: methods } = await shop.network.get(`/carts/${cart.id}/shipping-methods`);
    const choice = { shippingMethodId: methods.items[0].id };
    const { body: ready } = await shop.network.patch(`/carts/${cart.id}`, choice);
    expect(ready.problems).toEqual([]);
    expect(ready.totals.subtotal).toEqual(variant.price);

    const body = { cartId: cart.id, expectedTotal: ready.totals.total };
    const { body: order } = await shop.network.post('/orders', body, { idempotencyKey: 'order' });
    const orderToken = order.accessToken as string;
    const payment = await shop.network.post(
      `/orders/${order.id}/payments`,
      { provider: 'test', paymentMethod: 'success' },
      { idempotencyKey: 'payment', orderToken },
    );
    expect(payment.body).toMatchObject({ status: 'succeeded', amount: ready.totals.total });
    const { body: paid } = await shop.network.get(`/orders/${order.id}`, { orderToken });
    expect(paid).toMatchObject({ status: 'placed', paymentStatus: 'paid' });
    expect(paid.items[0]).toMatchObject({ sku: variant.sku, quantity: 1 });
    await shop.doctor();
  });

  it('may import the same file again', async () => {
    expect(await importSample()).toMatchObject({ total: 20, imported: 0, unchanged: 20, refused: 0 });
  });

  it('finds the catalog as it was: options, categories, images, text in any letters', async () => {
    const { body: top } = await shop.network.get('/products/classic-varsity-top');

    expect(top).toMatchObject({
      title: 'Classic Varsity Top',
      options: [{ name: 'Size', values: ['Small', 'Medium', 'Large'] }],
      categories: [{ slug: 'women', name: 'women' }],
    });
    expect(top.variants.map((variant: any) => variant.price)).toEqual([
      { amount: 6000, currency: 'USD' },
      { amount: 6000, currency: 'USD' },
      { amount: 6000, currency: 'USD' },
    ]);
    expect(new Set(top.variants.map((variant: any) => variant.sku)).size).toBe(3);
    expect(top.media).toHaveLength(1);
  });
});
