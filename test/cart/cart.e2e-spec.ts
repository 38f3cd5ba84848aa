import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ProductsService } from '../../src/catalog/index.js';
import { money } from '../../src/common/money/money.js';
import { aCart, aReadyCart, ADDRESSES } from '../support/builders/carts.js';
import { aVariant } from '../support/builders/products.js';
import { aShippingMethod, aTaxRate } from '../support/builders/shipping.js';
import { manySkus, setPrice } from '../support/builders/variants.js';
import { openShop, type TestShop } from '../support/shop.js';

const usd = (amount: number) => money(amount, 'USD');
const codes = (cart: { problems: { code: string }[] }) => cart.problems.map(({ code }) => code);
const unknownId = 'd9428888-122b-41e1-b85c-61f2b1f3c8a1';

let shop: TestShop;

beforeAll(async () => {
  shop = await openShop();
  await aTaxRate(shop, { country: 'US', region: 'NY', millionths: 88_750 });
});

afterAll(() => shop.close());

describe('A guest', () => {
  it('fills a cart until it can be ordered', async () => {
    const tee = await aVariant(shop, { price: 1999, onHand: 5 });
    const methodId = await aShippingMethod(shop);

    const opened = await shop.http.post('/carts', { items: [{ variantId: tee.variantId, quantity: 2 }] });
    expect(opened.status).toBe(201);
    expect(codes(opened.body)).toEqual(['email_missing', 'address_missing', 'shipping_method_missing']);
    const path = `/carts/${opened.body.id}`;

    const addressed = await shop.http.patch(path, {
      email: 'Mara@Example.com',
      shippingAddress: ADDRESSES.US,
    });
    expect(addressed.status).toBe(200);
    expect(addressed.body).toMatchObject({ email: 'mara@example.com', shippingAddress: ADDRESSES.US });
    expect(codes(addressed.body)).toEqual(['shipping_method_missing']);

    const methods = await shop.http.get(`${path}/shipping-methods`);
    expect(methods.body).toEqual({ items: [{ id: methodId, name: 'Standard', price: usd(500) }] });

    const ready = await shop.http.patch(path, { shippingMethodId: methodId });
    expect(ready.body).toEqual({
      id: opened.body.id,
      status: 'open',
      currency: 'USD',
      email: 'mara@example.com',
      items: [
        {
          id: expect.any(String),
          variantId: tee.variantId,
          sku: tee.sku,
          title: tee.title,
          quantity: 2,
          unitPrice: usd(1999),
          total: usd(3998),
        },
      ],
      coupons: [],
      shippingAddress: ADDRESSES.US,
      billingAddress: null,
      shippingMethodId: methodId,
      totals: {
        subtotal: usd(3998),
        discount: usd(0),
        shipping: usd(500),
        tax: usd(355 + 44),
        total: usd(4897),
      },
      problems: [],
      version: 3,
    });
    expect((await shop.http.get(path)).body).toEqual(ready.body);
  });

  it('gets a cart of their own each time, with an id that nobody can guess', async () => {
    const ids = await Promise.all(
      Array.from({ length: 3 }, async () => (await shop.http.post('/carts', {})).body.id),
    );
    expect(new Set(ids).size).toBe(3);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab]/);
  });

  it('gets a cart of their own also when another guest sends the same Idempotency-Key', async () => {
    const open = async () => (await shop.http.post('/carts', {}, { idempotencyKey: 'first-cart' })).body.id;
    expect(await open()).not.toBe(await open());
  });

  it('may open an empty cart without saying anything', async () => {
    const { status, body } = await shop.http.post('/carts');
    expect(status).toBe(201);
    expect(body).toMatchObject({ currency: 'USD', items: [], totals: { total: usd(0) } });
    expect(codes(body)).toEqual([
      'email_missing',
      'address_missing',
      'shipping_method_missing',
      'cart_empty',
    ]);
  });

  it('may shop in any currency that the goods have a price in', async () => {
    const tea = await aVariant(shop, { prices: [money(1800, 'JPY')] });
    const { body } = await shop.http.post('/carts', {
      currency: 'JPY',
      items: [{ sku: tea.sku, quantity: 3 }],
    });
    expect(body).toMatchObject({ currency: 'JPY', totals: { total: money(5400, 'JPY') } });
    const refused = await shop.http.post('/carts', {
      currency: 'EUR',
      items: [{ sku: tea.sku, quantity: 1 }],
    });
    expect(refused.body).toMatchObject({ status: 422, code: 'variant_not_found' });
  });

  it.each([
    ['currency', { currency: 'usd' }],
    ['currency', { currency: 'XXX' }],
    ['currency', { currency: 'DOLLAR' }],
    ['currency', { currency: null }],
    ['currency', { currency: ['USD'] }],
    ['items', { items: {} }],
    ['items', { items: null }],
    ['items', { items: [[{ sku: 'A', quantity: 1 }]] }],
    ['items', { items: ['A'] }],
    ['items', { items: Array.from({ length: 101 }, () => ({ sku: 'A', quantity: 1 })) }],
  ])('is refused a cart with a faulty %s: %j', async (path, body) => {
    const before = await shop.sql('SELECT count(*) FROM carts');
    const answer = await shop.http.post('/carts', body);
    expect(answer.status).toBe(400);
    expect(answer.body.errors[0].path.split('.')[0]).toBe(path);
    expect(await shop.sql('SELECT count(*) FROM carts')).toEqual(before);
  });

  it.each([
    'id',
    'customerId',
    'customer_id',
    'status',
    'version',
    'totals',
    'email',
    'discount',
    'coupons',
    'total',
  ])('cannot say the %s of a new cart', async (field) => {
    expect((await shop.http.post('/carts', { [field]: 1 })).body.code).toBe('unknown_field');
  });
});

describe('Changing a cart', () => {
  it('leaves out what is not named, and clears what is null', async () => {
    const id = await aReadyCart(shop, {
      items: [{ sku: (await aVariant(shop)).sku }],
      billingAddress: ADDRESSES.DE,
    });
    const { body: before } = await shop.http.get(`/carts/${id}`);
    const { body: renamed } = await shop.http.patch(`/carts/${id}`, { email: 'other@example.com' });
    expect(renamed).toEqual({ ...before, email: 'other@example.com', version: before.version + 1 });
    const cleared = { email: null, shippingAddress: null, billingAddress: null, shippingMethodId: null };
    const { body } = await shop.http.patch(`/carts/${id}`, cleared);
    expect(body).toMatchObject(cleared);
    expect(codes(body)).toEqual(['email_missing', 'address_missing', 'shipping_method_missing']);
    expect(body.totals).toMatchObject({ shipping: usd(0), tax: usd(0) });
  });

  it('replaces an address whole: nothing of the old one stays', async () => {
    const id = await aCart(shop, {
      address: { ...ADDRESSES.US, company: 'Lind', line2: 'Floor 12', phone: '+1 212' },
    });
    const { body } = await shop.http.patch(`/carts/${id}`, { shippingAddress: ADDRESSES.DE });
    expect(body.shippingAddress).toEqual(ADDRESSES.DE);
  });

  it('quotes by the shipping address, not by the bill', async () => {
    const id = await aReadyCart(shop, {
      items: [{ sku: (await aVariant(shop, { price: 1000 })).sku }],
      address: ADDRESSES.DE,
      billingAddress: ADDRESSES.US,
    });
    expect((await shop.http.get(`/carts/${id}`)).body.totals.tax).toEqual(usd(0));
  });

  it('keeps text as it was written', async () => {
    const shippingAddress = {
      ...ADDRESSES.US,
      name: "Robert'); DROP TABLE carts;--",
      company: '<script>alert(1)</script>',
      line1: '${7*7} {{7*7}} %s \\ "',
      city: 'Zażółć 東京 👩‍👩‍👧',
    };
    const { body } = await shop.http.patch(`/carts/${await aCart(shop)}`, { shippingAddress });
    expect(body.shippingAddress).toEqual(shippingAddress);
  });

  it.each([
    ['shippingAddress.postalCode', { shippingAddress: { ...ADDRESSES.US, postalCode: undefined } }],
    ['shippingAddress.region', { shippingAddress: { ...ADDRESSES.US, region: 'nowhere' } }],
    ['billingAddress.region', { billingAddress: { ...ADDRESSES.US, region: 'ZZ' } }],
    ['shippingAddress.region', { shippingAddress: { ...ADDRESSES.US, region: undefined } }],
    ['shippingAddress.region', { shippingAddress: { ...ADDRESSES.JP, region: undefined } }],
    ['billingAddress.postalCode', { billingAddress: { ...ADDRESSES.DE, postalCode: undefined } }],
    ['shippingAddress.country', { shippingAddress: { ...ADDRESSES.DE, country: 'XX' } }],
    ['shippingAddress.name', { shippingAddress: { ...ADDRESSES.DE, name: undefined } }],
    ['shippingAddress.city', { shippingAddress: { ...ADDRESSES.DE, city: 'x'.repeat(101) } }],
    ['shippingAddress.line1', { shippingAddress: { ...ADDRESSES.DE, line1: 'a\nb' } }],
    ['shippingAddress.line1', { shippingAddress: { ...ADDRESSES.DE, line1: { $gt: '' } } }],
    ['shippingAddress.zip', { shippingAddress: { ...ADDRESSES.DE, zip: '1' } }],
    ['shippingAddress', { shippingAddress: [ADDRESSES.DE] }],
    ['shippingAddress', { shippingAddress: 'Berlin' }],
    ['email', { email: 'nobody' }],
    ['email', { email: 'a@x.com\nBcc: b@x.com' }],
    ['email', { email: `${'a'.repeat(250)}@example.com` }],
    ['shippingMethodId', { shippingMethodId: 'standard' }],
    ['currency', { currency: 'EUR' }],
    ['customerId', { customerId: unknownId }],
    ['status', { status: 'ordered' }],
    ['version', { version: 1 }],
    ['totals', { totals: { total: usd(1) } }],
  ])('refuses a faulty %s, and changes nothing', async (path, change) => {
    const id = await aCart(shop);
    const answer = await shop.http.patch(`/carts/${id}`, { email: 'ok@example.com', ...change });
    expect(answer.status).toBe(400);
    expect(answer.body.errors[0].path).toBe(path);
    expect((await shop.http.get(`/carts/${id}`)).body).toMatchObject({ version: 1, email: null });
  });

  it('refuses a shipping method that does not exist, and changes nothing', async () => {
    const id = await aCart(shop);
    const answer = await shop.http.patch(`/carts/${id}`, {
      email: 'a@example.com',
      shippingMethodId: unknownId,
    });
    expect(answer.body).toMatchObject({ status: 422, code: 'shipping_method_not_found' });
    expect((await shop.http.get(`/carts/${id}`)).body).toMatchObject({ version: 1, email: null });
  });
});

describe('Shipping methods of a cart', () => {
  it('are none before there is an address', async () => {
    await aShippingMethod(shop);
    expect((await shop.http.get(`/carts/${await aCart(shop)}/shipping-methods`)).body).toEqual({ items: [] });
  });

  it('are those that serve its country, currency and value', async () => {
    const id = await aShippingMethod(shop, { name: 'Only big ones', rates: [{ country: 'JP', from: 5000 }] });
    const tee = await aVariant(shop, { price: 2500 });
    const cartId = await aCart(shop, {
      address: ADDRESSES.JP,
      items: [{ sku: tee.sku }],
      shippingMethodId: id,
    });
    const offered = async () => {
      const { body } = await shop.http.get(`/carts/${cartId}/shipping-methods`);
      return body.items.some((method: { id: string }) => method.id === id);
    };
    expect(await offered()).toBe(false);
    expect(codes((await shop.http.get(`/carts/${cartId}`)).body)).toContain('shipping_method_unavailable');
    const { body } = await shop.http.post(`/carts/${cartId}/items`, { sku: tee.sku, quantity: 1 });
    expect(codes(body)).toEqual(['email_missing']);
    expect(await offered()).toBe(true);
  });

  it('are told when the chosen one is gone', async () => {
    const id = await aReadyCart(shop, { items: [{ sku: (await aVariant(shop)).sku }] });
    await shop.sql(
      'DELETE FROM shipping_methods WHERE id = (SELECT shipping_method_id FROM carts WHERE id = $1)',
      [id],
    );
    const { body } = await shop.http.get(`/carts/${id}`);
    expect(codes(body)).toEqual(['shipping_method_unavailable']);
    expect(body.totals.shipping).toEqual(usd(0));
  });
});

describe('Reading a cart', () => {
  it('quotes the prices of now', async () => {
    const tee = await aVariant(shop, { price: 1000 });
    const id = await aCart(shop, { items: [{ sku: tee.sku, quantity: 2 }] });
    await setPrice(shop, tee.variantId, usd(1200));
    const { body } = await shop.http.get(`/carts/${id}`);
    expect(body.items[0]).toMatchObject({ unitPrice: usd(1200), total: usd(2400) });
    expect(body).toMatchObject({ totals: { subtotal: usd(2400) }, version: 1 });
  });

  it('tells which goods are no longer for sale, at their last known price', async () => {
    const tee = await aVariant(shop, { price: 1000 });
    const id = await aReadyCart(shop, { items: [{ sku: tee.sku }, { sku: (await aVariant(shop)).sku }] });
    await shop.get(ProductsService).archive(tee.productId);
    const { body } = await shop.http.get(`/carts/${id}`);
    expect(body.items[0]).toMatchObject({ sku: tee.sku, title: tee.title, unitPrice: usd(1000) });
    expect(body.problems).toEqual([
      { code: 'item_unavailable', itemId: body.items[0].id, detail: `${tee.title} is no longer for sale.` },
    ]);
    const { body: mended } = await shop.http.delete(`/carts/${id}/items/${body.items[0].id}`);
    expect(mended.problems).toEqual([]);
  });

  it('tells which goods are not in stock, and takes more than there are all the same', async () => {
    const [few, none] = [await aVariant(shop, { onHand: 3 }), await aVariant(shop, { onHand: 0 })];
    const id = await aReadyCart(shop, { items: [{ sku: few.sku, quantity: 6 }, { sku: none.sku }] });
    const { body } = await shop.http.get(`/carts/${id}`);
    expect(body.problems).toEqual([
      {
        code: 'insufficient_stock',
        itemId: body.items[0].id,
        detail: `Only a few of ${few.title} are left.`,
      },
      { code: 'insufficient_stock', itemId: body.items[1].id, detail: `${none.title} is out of stock.` },
    ]);
  });

  it('answers 304 to whoever holds the same quote, and the new one when a price changed', async () => {
    const tee = await aVariant(shop, { price: 1000 });
    const id = await aCart(shop, { items: [{ sku: tee.sku }] });
    const etag = (await shop.http.get(`/carts/${id}`)).headers['etag']!;
    expect(etag).toMatch(/^"1-/);
    expect((await shop.http.get(`/carts/${id}`, { headers: { 'if-none-match': etag } })).status).toBe(304);
    await setPrice(shop, tee.variantId, usd(1001));
    expect((await shop.http.get(`/carts/${id}`, { headers: { 'if-none-match': etag } })).status).toBe(200);
  });

  it('may not be cached by anybody between', async () => {
    const { headers } = await shop.http.get(`/carts/${await aCart(shop)}`);
    expect(headers['cache-control']).toMatch(/private|no-store/);
  });

  it('finds nothing under an id that is unknown, or none', async () => {
    for (const id of [unknownId, 'undefined', '0', `${unknownId}%20`, "1'%20OR%201=1--"])
      expect((await shop.http.get(`/carts/${id}`)).body).toMatchObject({ status: 404, code: 'not_found' });
    expect((await shop.http.patch(`/carts/${unknownId}`, {})).status).toBe(404);
    expect((await shop.http.get(`/carts/${unknownId}/shipping-methods`)).status).toBe(404);
  });
});

describe('Statements', () => {
  it('are two to read a cart that is ready, however many lines it has', async () => {
    const items = (await manySkus(shop, 10)).map((sku) => ({ sku }));
    const id = await aReadyCart(shop, { items });
    expect((await shop.statementsOf(() => shop.http.get(`/carts/${id}`))).length).toBe(2);
  });

  it('are five to add to a cart, its transaction counted', async () => {
    const [first, second] = [await aVariant(shop), await aVariant(shop)];
    const id = await aCart(shop, { items: [{ sku: first.sku }] });
    const add = () => shop.http.post(`/carts/${id}/items`, { variantId: second.variantId, quantity: 1 });
    expect((await shop.statementsOf(add)).length).toBe(5);
  });

  it('are no more to add to a cart that has an address and a method', async () => {
    const [first, second] = [await aVariant(shop), await aVariant(shop)];
    const id = await aReadyCart(shop, { items: [{ sku: first.sku }] });
    const add = () => shop.http.post(`/carts/${id}/items`, { variantId: second.variantId, quantity: 1 });
    expect((await shop.statementsOf(add)).length).toBe(5);
  });
});

describe('An e-mail address with an international domain', () => {
  it('is taken by the cart, and goes to the order', async () => {
    const { variantId } = await aVariant(shop, { onHand: 1 });
    const id = await aReadyCart(shop, { items: [{ variantId }] });

    const changed = await shop.http.patch(`/carts/${id}`, { email: 'Info@Müller.example' });
    expect([changed.status, changed.body.email]).toEqual([200, 'info@müller.example']);

    const headers = { 'idempotency-key': 'international' };
    const ordered = await shop.http.post('/orders', { cartId: id }, { headers });
    expect([ordered.status, ordered.body.email]).toEqual([201, 'info@müller.example']);
    const stored = await shop.sql('SELECT email FROM orders WHERE id = $1', [ordered.body.id]);
    expect(stored).toEqual([{ email: 'info@xn--mller-kva.example' }]);
  });
});

describe('The region of an address', () => {
  it.each(['NY', 'ny', 'US-NY', 'New York', ' new york ', 'State of New York'])(
    'is taxed alike when it is written %j',
    async (region) => {
      const { variantId } = await aVariant(shop, { price: 10_000 });
      const id = await aCart(shop, { items: [{ variantId }] });
      const shippingAddress = { ...ADDRESSES.US, region };

      const { status, body } = await shop.http.patch(`/carts/${id}`, { shippingAddress });

      expect(status).toBe(200);
      expect(body.shippingAddress.region).toBe('NY');
      expect(body.totals.tax).toEqual(usd(888));
    },
  );

  it('that a stored address has by name is shown as it is, and taxed', async () => {
    const { variantId } = await aVariant(shop, { price: 10_000, onHand: 1 });
    const id = await aReadyCart(shop, { items: [{ variantId }] });
    await shop.sql(
      `UPDATE carts SET shipping_address = shipping_address || '{"region": "new york"}' WHERE id = $1`,
      [id],
    );

    const { body } = await shop.http.get(`/carts/${id}`);

    expect(body.shippingAddress.region).toBe('new york');
    expect(body.totals.tax).toEqual(usd(932));
    expect(codes(body)).toEqual([]);
  });

  it('that a stored address has and nobody knows keeps the cart from being ordered', async () => {
    const { variantId } = await aVariant(shop, { onHand: 1 });
    const id = await aReadyCart(shop, { items: [{ variantId }] });
    await shop.sql(
      `UPDATE carts SET shipping_address = shipping_address || '{"region": "nowhere"}' WHERE id = $1`,
      [id],
    );

    expect(codes((await shop.http.get(`/carts/${id}`)).body)).toEqual(['region_unknown']);
    const refused = await shop.http.post(
      '/orders',
      { cartId: id },
      { headers: { 'idempotency-key': 'region' } },
    );
    expect(refused.body).toMatchObject({ status: 409, code: 'cart_not_ready' });
  });
});
