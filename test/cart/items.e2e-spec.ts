import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MAX_AMOUNT, money } from '../../src/common/money/money.js';
import { aCustomer } from '../support/builders/accounts.js';
import { aCart, aReadyCart } from '../support/builders/carts.js';
import { aVariant } from '../support/builders/products.js';
import { manySkus, setPrice } from '../support/builders/variants.js';
import { openShop, type TestShop } from '../support/shop.js';

const usd = (amount: number) => money(amount, 'USD');
const unknownId = 'd9428888-122b-41e1-b85c-61f2b1f3c8a1';

let shop: TestShop;

beforeAll(async () => {
  shop = await openShop();
});

afterAll(() => shop.close());

const add = (cartId: string, body: unknown, options = {}) =>
  shop.http.post(`/carts/${cartId}/items`, body, options);
const quantities = (cart: { items: { quantity: number }[] }) => cart.items.map(({ quantity }) => quantity);

describe('Adding to a cart', () => {
  it('makes one line for a variant, whether it comes by id or by SKU', async () => {
    const tee = await aVariant(shop, { price: 500 });
    const id = await aCart(shop);
    const first = await add(id, { variantId: tee.variantId, quantity: 1 });
    expect(first.status).toBe(200);
    const second = await add(id, { sku: tee.sku, quantity: 2 });
    expect(second.body.items).toEqual([{ ...first.body.items[0], quantity: 3, total: usd(1500) }]);
    expect(second.body.version).toBe(3);
  });

  it('adds up what one request names twice', async () => {
    const tee = await aVariant(shop);
    const items = [
      { variantId: tee.variantId, quantity: 1 },
      { sku: tee.sku, quantity: 2 },
      { variantId: tee.variantId.toUpperCase(), quantity: 4 },
    ];
    expect(quantities((await shop.http.post('/carts', { items })).body)).toEqual([7]);
  });

  it('keeps the lines in the order in which they came', async () => {
    const variants = await Promise.all(Array.from({ length: 5 }, () => aVariant(shop)));
    const items = variants.map(({ sku }) => ({ sku, quantity: 1 }));
    const { body } = await shop.http.post('/carts', { items });
    expect(body.items.map(({ sku }: { sku: string }) => sku)).toEqual(items.map(({ sku }) => sku));
    expect((await shop.http.get(`/carts/${body.id}`)).body.items).toEqual(body.items);
  });

  it('happens once when the same request comes twice', async () => {
    const tee = await aVariant(shop);
    const id = await aCart(shop);
    const key = { idempotencyKey: 'add-one' };
    const first = await add(id, { sku: tee.sku, quantity: 1 }, key);
    const second = await add(id, { sku: tee.sku, quantity: 1 }, key);
    expect(second.text).toBe(first.text);
    expect(second.headers['idempotency-replayed']).toBe('true');
    expect((await add(id, { sku: tee.sku, quantity: 2 }, key)).body.code).toBe('idempotency_key_reused');
    expect(quantities((await shop.http.get(`/carts/${id}`)).body)).toEqual([1]);
  });

  it('keeps two guests apart who send the same key', async () => {
    const tee = await aVariant(shop);
    const key = { idempotencyKey: 'same-key' };
    const [mine, theirs] = [await aCart(shop), await aCart(shop)];
    await add(mine, { sku: tee.sku, quantity: 1 }, key);
    expect((await add(theirs, { sku: tee.sku, quantity: 1 }, key)).body.id).toBe(theirs);
  });

  it('refuses what is not for sale, and leaves the cart as it was', async () => {
    const [draft, tee] = [await aVariant(shop, { status: 'draft' }), await aVariant(shop)];
    const id = await aCart(shop, { items: [{ sku: tee.sku }] });
    for (const item of [
      { variantId: unknownId },
      { variantId: draft.variantId },
      { sku: draft.sku },
      { sku: "' OR 1=1--" },
    ]) {
      const answer = await add(id, { ...item, quantity: 1 });
      expect(answer.body).toMatchObject({ status: 422, code: 'variant_not_found' });
    }
    expect((await shop.http.get(`/carts/${id}`)).body).toMatchObject({
      version: 1,
      items: [{ sku: tee.sku }],
    });
  });

  it('says which of several is not for sale', async () => {
    const tee = await aVariant(shop);
    const items = [
      { sku: tee.sku, quantity: 1 },
      { sku: 'NO-SUCH', quantity: 1 },
    ];
    expect((await shop.http.post('/carts', { items })).body).toMatchObject({ status: 422, path: 'items.1' });
  });

  it.each([
    ['variantId', {}],
    ['variantId', { variantId: null }],
    ['variantId', { variantId: 'tee' }],
    ['variantId', { variantId: { $gt: '' } }],
    ['sku', { sku: '' }],
    ['sku', { sku: null }],
    ['sku', { sku: 'x'.repeat(256) }],
    ['sku', { sku: ['A'] }],
    ['sku', { sku: 'A', variantId: unknownId }],
    ['price', { sku: 'A', price: 1 }],
    ['unitPrice', { sku: 'A', unitPrice: usd(1) }],
    ['discount', { sku: 'A', discount: usd(1) }],
    ['tax', { sku: 'A', tax: 0 }],
    ['shipping', { sku: 'A', shipping: 0 }],
    ['total', { sku: 'A', total: usd(1) }],
    ['title', { sku: 'A', title: 'Mine' }],
    ['cartId', { sku: 'A', cartId: unknownId }],
  ])('refuses a faulty %s: %j', async (path, item) => {
    const answer = await add(await aCart(shop), { ...item, quantity: 1 });
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map((error: { path: string }) => error.path)).toContain(path);
  });
});

describe('A quantity', () => {
  const hostile = [
    '-1',
    '0',
    '-0',
    '1.5',
    '1e400',
    '2147483648',
    '9007199254740993',
    '1000001',
    '"1"',
    'null',
    'true',
    '[1]',
    '{}',
  ];

  it.each(hostile)('is never %s', async (text) => {
    const tee = await aVariant(shop);
    const id = await aCart(shop, { items: [{ sku: tee.sku }] });
    const itemId = (await shop.http.get(`/carts/${id}`)).body.items[0].id;
    expect((await add(id, `{"sku":${JSON.stringify(tee.sku)},"quantity":${text}}`)).status).toBe(400);
    expect((await shop.http.patch(`/carts/${id}/items/${itemId}`, `{"quantity":${text}}`)).status).toBe(400);
    expect(
      (await shop.http.post('/carts', `{"items":[{"sku":"${tee.sku}","quantity":${text}}]}`)).status,
    ).toBe(400);
    expect((await shop.http.get(`/carts/${id}`)).body).toMatchObject({
      version: 1,
      items: [{ quantity: 1 }],
    });
  });

  it('is needed', async () => {
    expect((await add(await aCart(shop), { sku: 'A' })).body.errors[0].path).toBe('quantity');
    expect((await add(await aCart(shop), '{"sku":"A","quantity":NaN}')).body.code).toBe('malformed_body');
  });

  it('may be written as 1e3', async () => {
    const tee = await aVariant(shop, { price: 1 });
    expect(quantities((await add(await aCart(shop), `{"sku":"${tee.sku}","quantity":1e3}`)).body)).toEqual([
      1000,
    ]);
  });

  it('is at most a million on a line, however it got there', async () => {
    const tee = await aVariant(shop, { price: 1 });
    const id = await aCart(shop, { items: [{ sku: tee.sku, quantity: 999_999 }] });
    expect(quantities((await add(id, { sku: tee.sku, quantity: 1 })).body)).toEqual([1_000_000]);
    expect((await add(id, { sku: tee.sku, quantity: 1 })).body).toMatchObject({
      status: 422,
      code: 'quantity_too_large',
    });
    const twice = { items: Array.from({ length: 100 }, () => ({ sku: tee.sku, quantity: 1_000_000 })) };
    expect((await shop.http.post('/carts', twice)).body.code).toBe('quantity_too_large');
    expect(quantities((await shop.http.get(`/carts/${id}`)).body)).toEqual([1_000_000]);
  });

  it('is refused when the amount goes beyond what the shop handles', async () => {
    const gold = await aVariant(shop, { price: MAX_AMOUNT });
    const id = await aCart(shop, { items: [{ sku: gold.sku }] });
    expect((await shop.http.get(`/carts/${id}`)).body.totals.total).toEqual(usd(MAX_AMOUNT));
    const { id: itemId } = (await shop.http.get(`/carts/${id}`)).body.items[0];
    for (const answer of [
      await add(id, { sku: gold.sku, quantity: 1 }),
      await add(id, { sku: gold.sku, quantity: 999_999 }),
      await add(id, { sku: (await aVariant(shop, { price: 1 })).sku, quantity: 1 }),
      await shop.http.patch(`/carts/${id}/items/${itemId}`, { quantity: 1_000_000 }),
      await shop.http.post('/carts', { items: [{ sku: gold.sku, quantity: 1_000_000 }] }),
    ])
      expect(answer.body).toMatchObject({ status: 422, code: 'amount_too_large' });
    expect((await shop.http.get(`/carts/${id}`)).body).toMatchObject({
      version: 1,
      items: [{ quantity: 1 }],
    });
  });

  it('leaves the cart open to everything but ordering after a price has risen beyond it', async () => {
    const { user, token } = await aCustomer(shop);
    const [tee, mug] = [
      await aVariant(shop, { price: 1000, onHand: 9 }),
      await aVariant(shop, { price: 700 }),
    ];
    const items = [{ sku: tee.sku, quantity: 3 }, { sku: mug.sku }];
    const id = await aReadyCart(shop, { customerId: user.id, items });
    const options = { token };
    await setPrice(shop, tee.variantId, usd(MAX_AMOUNT));

    const { status, body } = await shop.http.get('/carts/current', options);
    const [line, other] = body.items;
    expect([status, line.total, body.totals.total]).toEqual([200, usd(MAX_AMOUNT), usd(MAX_AMOUNT)]);
    expect(body.problems).toMatchObject([{ code: 'amount_too_large', itemId: line.id }]);
    expect((await shop.http.get(`/carts/${id}/shipping-methods`, options)).status).toBe(200);
    expect((await shop.http.patch(`/carts/${id}`, { email: 'new@example.com' }, options)).status).toBe(200);
    expect((await shop.http.post('/carts', {}, options)).body.id).toBe(id);
    const ordered = await shop.http.post(
      '/orders',
      { cartId: id },
      { ...options, headers: { 'idempotency-key': 'beyond' } },
    );
    expect(ordered.body).toMatchObject({ status: 422, code: 'amount_too_large' });

    const path = `/carts/${id}/items/${line.id}`;
    expect((await shop.http.patch(path, { quantity: 4 }, options)).body.code).toBe('amount_too_large');
    const lowered = await shop.http.patch(path, { quantity: 2 }, options);
    expect([lowered.status, lowered.body.items[0].quantity]).toEqual([200, 2]);
    expect((await shop.http.delete(`/carts/${id}/items/${other.id}`, options)).status).toBe(200);
    const emptied = await shop.http.delete(path, options);
    expect([emptied.status, emptied.body.items, emptied.body.totals.subtotal]).toEqual([200, [], usd(0)]);
  });

  it('of the whole cart is a problem without a line', async () => {
    const [tee, mug] = [await aVariant(shop, { price: 1000 }), await aVariant(shop, { price: 700 })];
    const id = await aCart(shop, { items: [{ sku: tee.sku }, { sku: mug.sku }] });
    await setPrice(shop, tee.variantId, usd(MAX_AMOUNT));

    const { body } = await shop.http.get(`/carts/${id}`);
    const found = body.problems.filter(({ code }: { code: string }) => code === 'amount_too_large');
    expect(found).toEqual([{ code: 'amount_too_large', detail: expect.any(String) }]);
  });
});

describe('A line', () => {
  it('takes another quantity', async () => {
    const tee = await aVariant(shop, { price: 500 });
    const id = await aCart(shop, { items: [{ sku: tee.sku, quantity: 5 }] });
    const { id: itemId } = (await shop.http.get(`/carts/${id}`)).body.items[0];
    const { body } = await shop.http.patch(`/carts/${id}/items/${itemId}`, { quantity: 2 });
    expect(body).toMatchObject({ items: [{ id: itemId, quantity: 2, total: usd(1000) }], version: 2 });
    expect((await shop.http.get(`/carts/${id}`)).body).toEqual(body);
  });

  it('goes when it is deleted, once', async () => {
    const [tee, mug] = [await aVariant(shop), await aVariant(shop)];
    const id = await aCart(shop, { items: [{ sku: tee.sku }, { sku: mug.sku }] });
    const { id: itemId } = (await shop.http.get(`/carts/${id}`)).body.items[0];
    const removed = await shop.http.delete(`/carts/${id}/items/${itemId}`);
    expect(removed.status).toBe(200);
    expect(removed.body).toMatchObject({ items: [{ sku: mug.sku }], version: 2 });
    expect((await shop.http.delete(`/carts/${id}/items/${itemId}`)).body).toMatchObject({ status: 404 });
    expect((await shop.http.get(`/carts/${id}`)).body.version).toBe(2);
  });

  it('is reached through its own cart alone', async () => {
    const tee = await aVariant(shop);
    const [mine, theirs] = [await aCart(shop, { items: [{ sku: tee.sku }] }), await aCart(shop)];
    const { id: itemId } = (await shop.http.get(`/carts/${mine}`)).body.items[0];
    expect((await shop.http.patch(`/carts/${theirs}/items/${itemId}`, { quantity: 9 })).status).toBe(404);
    expect((await shop.http.delete(`/carts/${theirs}/items/${itemId}`)).status).toBe(404);
    expect((await shop.http.patch(`/carts/${mine}/items/${unknownId}`, { quantity: 9 })).status).toBe(404);
    expect((await shop.http.delete(`/carts/${mine}/items/x`)).status).toBe(404);
    expect(quantities((await shop.http.get(`/carts/${mine}`)).body)).toEqual([1]);
  });

  it('stands beside at most 99 others', async () => {
    const skus = await manySkus(shop, 101);
    const items = skus.slice(0, 99).map((sku) => ({ sku }));
    const id = await aCart(shop, { items });
    expect((await add(id, { sku: skus[99], quantity: 1 })).body.items).toHaveLength(100);
    expect((await add(id, { sku: skus[100], quantity: 1 })).body).toMatchObject({
      status: 422,
      code: 'too_many_items',
    });
    expect((await add(id, { sku: skus[0], quantity: 1 })).status).toBe(200);
    const { body } = await shop.http.get(`/carts/${id}`);
    expect(body).toMatchObject({ version: 3 });
    expect(body.items).toHaveLength(100);
  });
});
