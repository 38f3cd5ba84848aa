import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { uuidv7 } from '../../src/common/database/ids.js';
import { InsufficientStock } from '../../src/inventory/index.js';
import { aStaff } from '../support/builders/accounts.js';
import { aProduct, aVariant } from '../support/builders/products.js';
import { aReservation } from '../support/builders/stock.js';
import { openShop, type TestShop } from '../support/shop.js';
import { expectStaffAlone } from '../support/staff-alone.js';

const usd = (amount: number) => ({ amount, currency: 'USD' });
const eur = (amount: number) => ({ amount, currency: 'EUR' });

let shop: TestShop;
let token: string;

beforeAll(async () => {
  shop = await openShop({ worker: false });
  ({ token } = await aStaff(shop));
});
afterEach(() => shop.doctor());
afterAll(() => shop.close());

const aShirt = () =>
  aProduct(shop, {
    options: [{ name: 'Size', values: ['S', 'M', 'L'] }],
    variants: [{ options: { Size: 'M' }, prices: [usd(1000), eur(900)], compareAtPrices: [usd(1500)] }],
  });
const add = (productId: string, body: object, idempotencyKey?: string) =>
  shop.http.post(`/products/${productId}/variants`, body, { token, idempotencyKey });
const patch = (variantId: string, body: object, headers: Record<string, string> = {}) =>
  shop.http.patch(`/variants/${variantId}`, body, { token, headers });
const remove = (variantId: string, headers: Record<string, string> = {}) =>
  shop.http.delete(`/variants/${variantId}`, { token, headers });
const page = async (productId: string) => (await shop.http.get(`/products/${productId}`)).body;

describe('adding a variant', () => {
  it('puts it behind the others, into stock keeping, and raises the version of the product', async () => {
    const { productId } = await aShirt();
    const added = await add(productId, {
      sku: 'ADDED-L',
      options: { Size: 'L' },
      prices: [usd(900)],
      onHand: 4,
    });

    expect(added.status).toBe(201);
    expect(added.body).toMatchObject({ sku: 'ADDED-L', title: 'L', price: usd(900), productId, version: 1 });
    const { variants, version } = await page(productId);
    expect(version).toBe(2);
    expect(variants.map(({ title }: { title: string }) => title)).toEqual(['M', 'L']);
    const level = await shop.http.get(`/inventory/levels/${added.body.id}`, { token });
    expect(level.body).toMatchObject({ sku: 'ADDED-L', onHand: 4 });
  });

  it('changes what the list shows', async () => {
    const { productId, slug } = await aShirt();
    await shop.http.get('/products?sort=price');
    await add(productId, { options: { Size: 'S' }, prices: [usd(1)], onHand: 1 });
    const { body } = await shop.http.get('/products?sort=price');
    expect(body.items[0]).toMatchObject({ slug, priceFrom: usd(1), available: true });
  });

  it('acts once for one Idempotency-Key', async () => {
    const { productId } = await aShirt();
    const body = { options: { Size: 'L' }, prices: [usd(900)] };
    const [first, second] = [await add(productId, body, 'one-l'), await add(productId, body, 'one-l')];
    expect(second.text).toBe(first.text);
    expect((await page(productId)).variants).toHaveLength(2);
  });

  it('refuses values that do not fit the product', async () => {
    const { productId } = await aShirt();
    for (const options of [{}, { Size: 'XL' }, { Size: 'L', Color: 'Blue' }, undefined]) {
      const refused = await add(productId, { options, prices: [usd(1)] });
      expect([refused.status, refused.body.code]).toEqual([422, 'options_mismatch']);
      expect(refused.body.errors[0].path).toMatch(/^options\./);
    }
  });

  it('refuses one like another, also from twenty who add it at once', async () => {
    const { productId } = await aShirt();
    const twin = await add(productId, { options: { Size: 'M' }, prices: [usd(1)] });
    expect([twin.status, twin.body.code]).toEqual([409, 'variant_exists']);

    const answers = await Promise.all(
      Array.from({ length: 20 }, () => add(productId, { options: { Size: 'L' }, prices: [usd(1)] })),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ body }) => body.code === 'variant_exists')).toHaveLength(19);
    expect((await page(productId)).version).toBe(2);
  });

  it('refuses a SKU of another variant', async () => {
    const { sku } = await aVariant(shop);
    const { productId } = await aShirt();
    const refused = await add(productId, { sku, options: { Size: 'L' }, prices: [usd(1)] });
    expect(refused.body).toMatchObject({ status: 409, code: 'sku_taken', skus: [sku] });
  });

  it('goes on to 200 variants, and no further', async () => {
    const values = Array.from({ length: 100 }, (_, i) => String(i));
    const { productId } = await aProduct(shop, {
      options: [
        { name: 'Number', values },
        { name: 'Side', values: ['left', 'right', 'both'] },
      ],
      variants: Array.from({ length: 199 }, (_, i) => ({
        options: { Number: String(i % 100), Side: i < 100 ? 'left' : 'right' },
        prices: [usd(1)],
      })),
    });
    const [last, beyond] = [
      { Number: '99', Side: 'right' },
      { Number: '0', Side: 'both' },
    ];
    expect((await add(productId, { options: last, prices: [usd(1)] })).status).toBe(201);
    const refused = await add(productId, { options: beyond, prices: [usd(1)] });
    expect([refused.status, refused.body.code]).toEqual([409, 'too_many_variants']);
  });

  it('is 404 for an unknown product', async () => {
    expect((await add(uuidv7(), { prices: [usd(1)] })).status).toBe(404);
  });

  it.each<object>([
    { prices: [] },
    { prices: undefined },
    { prices: [usd(-1)] },
    { prices: [usd(1), usd(2)] },
    { compareAtPrices: [{ amount: 1, currency: 'JPY' }] },
    { onHand: -1 },
    { sku: '' },
    { options: ['L'] },
    { options: null },
    { productId: 'x' },
    { available: true },
  ])('refuses %j', async (fault) => {
    const { productId } = await aShirt();
    const refused = await add(productId, { options: { Size: 'L' }, prices: [usd(1)], ...fault });
    expect(refused.status).toBe(400);
    expect((await page(productId)).version).toBe(1);
  });
});

describe('changing a variant', () => {
  it('changes the given parts alone, and both versions', async () => {
    const { productId, variants } = await aShirt();
    const { variantId } = variants[0]!;
    const changed = await patch(variantId, { sku: `NEW-${variantId}`, options: { Size: 'S' } });

    expect(changed.body).toMatchObject({
      sku: `NEW-${variantId}`,
      title: 'S',
      options: { Size: 'S' },
      price: usd(1000),
      compareAtPrice: usd(1500),
      version: 2,
    });
    expect((await page(productId)).version).toBe(2);
    const levels = await shop.http.get(`/inventory/levels?sku=NEW-${variantId}`, { token });
    expect(levels.body.items).toMatchObject([{ variantId }]);
  });

  it('replaces prices, and keeps what they are compared with', async () => {
    const { variantId } = (await aShirt()).variants[0]!;
    const cheaper = await patch(variantId, { prices: [usd(800), { amount: 90_000, currency: 'JPY' }] });
    expect(cheaper.body).toMatchObject({
      prices: [{ amount: 90_000, currency: 'JPY' }, usd(800)],
      compareAtPrices: [usd(1500)],
    });
    const plain = await patch(variantId, { compareAtPrices: [] });
    expect(plain.body).toMatchObject({ price: usd(800), compareAtPrice: null, compareAtPrices: [] });
    const elsewhere = await patch(variantId, { prices: [eur(700)] });
    expect(elsewhere.body).toMatchObject({ price: null, prices: [eur(700)] });
  });

  it('takes a product out of the lists of a currency that it has no price in any more', async () => {
    const { slug, variants } = await aShirt();
    await patch(variants[0]!.variantId, { prices: [usd(1000)] });
    const { body } = await shop.http.get('/products?currency=EUR&limit=100');
    expect(body.items.map((item: { slug: string }) => item.slug)).not.toContain(slug);
  });

  it('refuses what another change has made stale', async () => {
    const { variantId } = (await aShirt()).variants[0]!;
    const read = await shop.http.get(`/variants/${variantId}`, { token });
    const headers = { 'if-match': read.headers['etag']! };
    expect((await patch(variantId, { prices: [usd(1)] }, headers)).status).toBe(200);

    const stale = await patch(variantId, { prices: [usd(2)] }, headers);
    expect([stale.status, stale.body.code]).toEqual([412, 'stale_version']);
    expect((await remove(variantId, headers)).status).toBe(412);
  });

  it('lets one of ten have the version that all have read', async () => {
    const { variantId } = (await aShirt()).variants[0]!;
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) => patch(variantId, { prices: [usd(i)] }, { 'if-match': '"1"' })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 412)).toHaveLength(9);
  });

  it('refuses values that do not fit, and those of another variant', async () => {
    const { productId, variants } = await aShirt();
    const added = await add(productId, { options: { Size: 'L' }, prices: [usd(1)] });
    const unfit = await patch(added.body.id, { options: { Size: 'XL' } });
    expect([unfit.status, unfit.body.code]).toEqual([422, 'options_mismatch']);
    const twin = await patch(added.body.id, { options: { Size: 'M' } });
    expect([twin.status, twin.body.code]).toEqual([409, 'variant_exists']);
    const taken = await patch(added.body.id, { sku: variants[0]!.sku });
    expect([taken.status, taken.body.code]).toEqual([409, 'sku_taken']);
    expect((await page(productId)).version).toBe(2);
  });

  it.each<object>([
    { sku: null },
    { options: null },
    { prices: null },
    { prices: [] },
    { compareAtPrices: null },
    { compareAtPrices: [{ amount: 1, currency: 'JPY' }] },
    { onHand: 1 },
    { version: 7 },
  ])('refuses %j', async (fault) => {
    const { variantId } = (await aShirt()).variants[0]!;
    expect((await patch(variantId, fault)).status).toBe(400);
    expect((await shop.http.get(`/variants/${variantId}`, { token })).body.version).toBe(1);
  });
});

describe('deleting a variant', () => {
  it('takes it off sale, out of the list of levels, and frees its SKU', async () => {
    const { productId, variants } = await aShirt();
    const { body: added } = await add(productId, { options: { Size: 'L' }, prices: [usd(1)], onHand: 1 });
    const { variantId, sku } = variants[0]!;

    expect((await remove(variantId)).status).toBe(204);
    expect((await page(productId)).variants.map(({ id }: { id: string }) => id)).toEqual([added.id]);
    expect((await shop.http.get(`/variants/${variantId}`, { token })).status).toBe(404);
    expect((await shop.http.get(`/inventory/levels/${variantId}`, { token })).status).toBe(404);
    await expect(aReservation(shop, variantId)).rejects.toThrow(InsufficientStock);
    expect((await aVariant(shop, { sku })).sku).toBe(sku);
  });

  it('leaves a product its last one, also when all are deleted at once', async () => {
    const { productId, variants } = await aShirt();
    const { body: added } = await add(productId, { options: { Size: 'L' }, prices: [usd(1)] });
    const answers = await Promise.all([remove(variants[0]!.variantId), remove(added.id)]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([204, 409]);
    expect(answers.find(({ status }) => status === 409)!.body.code).toBe('last_variant');
    expect((await page(productId)).variants).toHaveLength(1);
  });

  it('is 404 for an unknown variant', async () => {
    for (const id of [uuidv7(), 'x']) {
      expect((await remove(id)).status).toBe(404);
      expect((await patch(id, {})).status).toBe(404);
      expect((await shop.http.get(`/variants/${id}`, { token })).status).toBe(404);
    }
  });
});

describe('the routes of variants', () => {
  it('are for staff', async () => {
    const { variantId, productId } = await aVariant(shop);
    await expectStaffAlone(shop, (as) => [
      shop.http.post(`/products/${productId}/variants`, { prices: [usd(1)] }, as),
      shop.http.get(`/variants/${variantId}`, as),
      shop.http.patch(`/variants/${variantId}`, { prices: [usd(0)] }, as),
      shop.http.delete(`/variants/${variantId}`, as),
    ]);
  });
});
