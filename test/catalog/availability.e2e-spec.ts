import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { AvailabilitySubscriber } from '../../src/catalog/products/availability.subscriber.js';
import { CatalogFacade } from '../../src/catalog/index.js';
import { uuidv7 } from '../../src/common/database/ids.js';
import { Transaction } from '../../src/common/database/transaction.js';
import { InventoryFacade } from '../../src/inventory/index.js';
import { aStaff } from '../support/builders/accounts.js';
import { aProduct, aVariant } from '../support/builders/products.js';
import { aReservation } from '../support/builders/stock.js';
import { eventually } from '../support/eventually.js';
import { openShop, type TestShop } from '../support/shop.js';

const usd = (amount: number) => ({ amount, currency: 'USD' });

let shop: TestShop;
let catalog: CatalogFacade;

beforeAll(async () => {
  shop = await openShop();
  catalog = shop.get(CatalogFacade);
});
afterEach(() => shop.doctor());
afterAll(() => shop.close());

const shown = async (slug: string): Promise<boolean> =>
  (await shop.http.get(`/products/${slug}`)).body.variants[0].available;
const listed = async (slug: string): Promise<boolean> =>
  (await shop.http.get('/products?limit=100')).body.items.find((item: { slug: string }) => item.slug === slug)
    .available;

describe('what the catalog shows of availability', () => {
  it('follows the last unit that goes, and the first that comes back', async () => {
    const { variantId, slug } = await aVariant(shop, { onHand: 1 });
    expect([await shown(slug), await listed(slug)]).toEqual([true, true]);

    const orderId = await aReservation(shop, variantId);
    await eventually(async () => !(await shown(slug)));
    expect(await listed(slug)).toBe(false);

    await shop.get(InventoryFacade).release(orderId);
    await eventually(() => shown(slug));
    expect(await listed(slug)).toBe(true);
  });

  it('follows what staff count, before that is answered', async () => {
    const { token } = await aStaff(shop);
    const { variantId, slug } = await aVariant(shop, { onHand: 0 });
    expect([await shown(slug), await listed(slug)]).toEqual([false, false]);
    await shop.http.put(`/inventory/levels/${variantId}`, { onHand: 5 }, { token });
    expect([await shown(slug), await listed(slug)]).toEqual([true, true]);
  });

  it('leaves the version of the product, and gives the page another ETag', async () => {
    const { variantId, slug } = await aVariant(shop, { onHand: 1 });
    const before = await shop.http.get(`/products/${slug}`);
    await aReservation(shop, variantId);
    await eventually(async () => !(await shown(slug)));
    const after = await shop.http.get(`/products/${slug}`);
    expect(after.body.version).toBe(before.body.version);
    expect(after.headers['etag']).not.toBe(before.headers['etag']);
  });

  it('asks for what is true now, however late the news is', async () => {
    const { variantId, slug } = await aVariant(shop, { onHand: 1 });
    const subscriber = shop.get(AvailabilitySubscriber);
    const stale = { id: uuidv7(), variantId, aggregateId: variantId, available: false };
    await Promise.all([subscriber.updateAvailability(stale), subscriber.updateAvailability(stale)]);
    expect(await shown(slug)).toBe(true);
    await subscriber.updateAvailability({ ...stale, variantId: uuidv7() });
  });

  it('is right after a hundred orders and returns at once', async () => {
    const { variantId, slug } = await aVariant(shop, { onHand: 3 });
    const inventory = shop.get(InventoryFacade);
    await Promise.allSettled(
      Array.from({ length: 100 }, async (_, index) => {
        const orderId = await aReservation(shop, variantId);
        if (index % 3 > 0) await inventory.release(orderId);
      }),
    );
    const isLeft =
      ((await shop.ask(inventory.available({ variantIds: [variantId] }))).get(variantId) ?? 0) > 0;
    await eventually(async () => (await pendingJobs()) === 0);
    expect(await shown(slug)).toBe(isLeft);
    expect(await listed(slug)).toBe(isLeft);
  });
});

describe('what is for sale', () => {
  it('is told by id and by SKU, with the price in the currency', async () => {
    const { productId, variants } = await aProduct(shop, {
      title: 'Sale shirt',
      options: [
        { name: 'Color', values: ['Blue'] },
        { name: 'Size', values: ['M', 'L'] },
      ],
      variants: [
        { options: { Color: 'Blue', Size: 'M' }, prices: [usd(1000)], onHand: 1 },
        { options: { Size: 'L', Color: 'Blue' }, prices: [usd(1100), { amount: 900, currency: 'EUR' }] },
      ],
    });
    const [m, l] = variants;
    const found = await shop.ask(
      catalog.forSale({ variantIds: [m!.variantId], skus: [l!.sku, m!.sku, 'no-such'] }, 'USD'),
    );
    expect([...found].sort((a, b) => a.unitPrice.amount - b.unitPrice.amount)).toEqual([
      { ...m, productId, title: 'Sale shirt - Blue / M', unitPrice: usd(1000), available: true },
      { ...l, productId, title: 'Sale shirt - Blue / L', unitPrice: usd(1100), available: false },
    ]);
    const inEuro = await shop.ask(
      catalog.forSale({ variantIds: variants.map(({ variantId }) => variantId) }, 'EUR'),
    );
    expect(inEuro.map(({ unitPrice }) => unitPrice)).toEqual([{ amount: 900, currency: 'EUR' }]);
  });

  it('has the title of the product alone where that has no options', async () => {
    const { variantId } = await aVariant(shop, { title: 'Plain mug' });
    expect(await shop.ask(catalog.forSale({ variantIds: [variantId] }, 'USD'))).toMatchObject([
      { title: 'Plain mug' },
    ]);
  });

  it('is nothing of a draft, an archived or a deleted one', async () => {
    const draft = await aVariant(shop, { status: 'draft' });
    const archived = await aVariant(shop, { status: 'archived' });
    const variantIds = [draft.variantId, archived.variantId, uuidv7()];
    expect(await shop.ask(catalog.forSale({ variantIds, skus: [draft.sku] }, 'USD'))).toEqual([]);
    expect(await shop.ask(catalog.forSale({}, 'USD'))).toEqual([]);
  });

  it('is one statement, and part of the running transaction', async () => {
    const made = await Promise.all(Array.from({ length: 20 }, () => aVariant(shop)));
    const variantIds = made.map(({ variantId }) => variantId);
    expect(await shop.statementsOf(() => shop.ask(catalog.forSale({ variantIds }, 'USD')))).toHaveLength(1);

    const [first] = made;
    await expect(
      shop.get(Transaction).run(async () => {
        await shop.sql('UPDATE prices SET amount = 1 WHERE variant_id = $1', [first!.variantId]);
        const [seen] = await shop.ask(catalog.forSale({ variantIds: [first!.variantId] }, 'USD'));
        throw new Error(`seen at ${seen!.unitPrice.amount}`);
      }),
    ).rejects.toThrow('seen at 1');
  });
});

async function pendingJobs(): Promise<number> {
  const [{ count }] = await shop.sql(
    `SELECT count(*)::integer AS count FROM graphile_worker.jobs WHERE task_identifier = 'event'`,
  );
  return count as number;
}
