import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CartsPurgeJobs } from '../../src/cart/carts-purge.jobs.js';
import { money } from '../../src/common/money/money.js';
import { aCustomer, type SignedInAccount } from '../support/builders/accounts.js';
import { aCart, aReadyCart, ADDRESSES } from '../support/builders/carts.js';
import { aVariant } from '../support/builders/products.js';
import { aShippingMethod } from '../support/builders/shipping.js';
import { manySkus } from '../support/builders/variants.js';
import { openShop, type TestShop } from '../support/shop.js';

let shop: TestShop;
let mara: SignedInAccount;
let otto: SignedInAccount;
let tee: Awaited<ReturnType<typeof aVariant>>;
let mug: Awaited<ReturnType<typeof aVariant>>;

beforeAll(async () => {
  shop = await openShop();
  [tee, mug] = [await aVariant(shop), await aVariant(shop)];
});

beforeEach(async () => {
  [mara, otto] = [await aCustomer(shop), await aCustomer(shop)];
});

afterAll(() => shop.close());

const claim = (id: string, { token }: SignedInAccount) =>
  shop.http.post(`/carts/${id}/claim`, undefined, { token });
const current = async ({ token }: SignedInAccount) => (await shop.http.get('/carts/current', { token })).body;
const units = (cart: { items: { sku: string; quantity: number }[] }) =>
  Object.fromEntries(cart.items.map(({ sku, quantity }) => [sku, quantity]));

/** The cart in the answer to a claim. */
const cartOf = ({ setAside: _setAside, repricedFrom: _repricedFrom, ...cart }: Record<string, unknown>) =>
  cart;

describe('A customer', () => {
  it('has one open cart, whoever asks for it and however often', async () => {
    expect((await shop.http.get('/carts/current', { token: mara.token })).body.code).toBe('not_found');
    const items = [{ sku: tee.sku, quantity: 1 }];
    const first = await shop.http.post('/carts', { items }, { token: mara.token });
    const second = await shop.http.post('/carts', { items }, { token: mara.token });
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body.id).toBe(first.body.id);
    expect(units(second.body)).toEqual({ [tee.sku]: 2 });
    expect(await current(mara)).toEqual(second.body);
  });

  it('gets another one after the first was ordered', async () => {
    const id = await aCart(shop, { customerId: mara.user.id, items: [{ sku: tee.sku }] });
    await close(id, 'ordered');
    expect((await shop.http.get('/carts/current', { token: mara.token })).status).toBe(404);
    expect((await shop.http.post('/carts', {}, { token: mara.token })).body.id).not.toBe(id);
  });

  it('changes the currency of an empty cart, and of no other', async () => {
    const options = { token: mara.token };
    const { body } = await shop.http.post('/carts', {}, options);
    expect((await shop.http.post('/carts', { currency: 'JPY' }, options)).body).toMatchObject({
      id: body.id,
      currency: 'JPY',
    });
    expect((await shop.http.post('/carts', {}, options)).body.currency).toBe('JPY');
    await shop.http.post('/carts', { currency: 'USD', items: [{ sku: tee.sku, quantity: 1 }] }, options);
    const refused = await shop.http.post('/carts', { currency: 'JPY' }, options);
    expect(refused.body).toMatchObject({ status: 409, code: 'currency_mismatch', currency: 'USD' });
    expect((await current(mara)).currency).toBe('USD');
  });

  it('is asked to sign in for the current cart and for claims', async () => {
    expect((await shop.http.get('/carts/current')).body.code).toBe('unauthenticated');
    expect((await shop.http.post(`/carts/${await aCart(shop)}/claim`)).body.code).toBe('unauthenticated');
  });
});

describe("A customer's cart", () => {
  it('opens to nobody else, on any route, and stays as it was', async () => {
    const id = await aReadyCart(shop, { customerId: mara.user.id, items: [{ sku: tee.sku }] });
    const before = (await shop.http.get(`/carts/${id}`, { token: mara.token })).body;
    const item = `/carts/${id}/items/${before.items[0].id}`;
    for (const as of [{}, { token: otto.token }]) {
      for (const answer of [
        await shop.http.get(`/carts/${id}`, as),
        await shop.http.patch(`/carts/${id}`, { email: 'thief@example.com' }, as),
        await shop.http.get(`/carts/${id}/shipping-methods`, as),
        await shop.http.post(`/carts/${id}/items`, { sku: tee.sku, quantity: 1 }, as),
        await shop.http.patch(item, { quantity: 9 }, as),
        await shop.http.delete(item, as),
      ])
        expect(answer.body).toMatchObject({ status: 404, code: 'not_found' });
    }
    expect((await claim(id, otto)).body).toMatchObject({ status: 404, code: 'not_found' });
    expect((await shop.http.get(`/carts/${id}`, { token: mara.token })).body).toEqual(before);
  });

  it('does not open to a token that is not valid', async () => {
    const id = await aCart(shop, { customerId: mara.user.id });
    expect((await shop.http.get(`/carts/${id}`, { token: `${mara.token}x` })).status).toBe(401);
  });
});

describe("Claiming a guest's cart", () => {
  it("makes it the customer's own, with everything that is in it", async () => {
    const id = await aReadyCart(shop, { items: [{ sku: tee.sku, quantity: 2 }] });
    const before = (await shop.http.get(`/carts/${id}`)).body;
    const { status, body } = await claim(id, mara);
    expect(status).toBe(200);
    const { id: _id, version: _version, ...rest } = before;
    expect(body).toMatchObject(rest);
    expect(await current(mara)).toEqual(cartOf(body));
  });

  it("adds its lines to those of the customer's cart, and the newer details count, group by group", async () => {
    const [old, chosen] = [
      await aShippingMethod(shop, { name: 'Old' }),
      await aShippingMethod(shop, { name: 'New' }),
    ];
    const own = await aCart(shop, {
      customerId: mara.user.id,
      email: 'old@example.com',
      address: ADDRESSES.US,
      billingAddress: ADDRESSES.JP,
      shippingMethodId: old,
      items: [{ sku: tee.sku, quantity: 1 }],
    });
    const guest = await aCart(shop, {
      email: 'typed-now@example.com',
      address: ADDRESSES.DE,
      shippingMethodId: chosen,
      items: [
        { sku: tee.sku, quantity: 2 },
        { sku: mug.sku, quantity: 3 },
      ],
    });
    // Signing in often touches the old cart; its details are old all the same.
    await shop.http.post('/carts', {}, { token: mara.token });

    const { status, body } = await claim(guest, mara);

    expect(status).toBe(200);
    expect(body).toMatchObject({
      id: own,
      email: 'typed-now@example.com',
      shippingAddress: ADDRESSES.DE,
      shippingMethodId: chosen,
      billingAddress: null,
      repricedFrom: null,
      setAside: {
        email: 'old@example.com',
        shippingAddress: ADDRESSES.US,
        shippingMethodId: old,
        billingAddress: ADDRESSES.JP,
        items: [],
      },
    });
    expect(units(body)).toEqual({ [tee.sku]: 3, [mug.sku]: 3 });
  });

  it("keeps the customer's details where they are the newer ones, and fills what they do not say", async () => {
    const guest = await aCart(shop, { email: 'typed-before@example.com', address: ADDRESSES.DE });
    await aCart(shop, { customerId: mara.user.id, email: 'mara@example.com' });

    expect((await claim(guest, mara)).body).toMatchObject({
      email: 'mara@example.com',
      shippingAddress: ADDRESSES.DE,
      setAside: { email: 'typed-before@example.com', shippingAddress: null },
    });
  });

  it('gives up no details of carts from before their age was known, but for those of the guest', async () => {
    const own = await aCart(shop, {
      customerId: mara.user.id,
      email: 'mara@example.com',
      address: ADDRESSES.US,
    });
    const guest = await aCart(shop, { email: 'guest@example.com' });
    await shop.sql('UPDATE carts SET details_at = NULL WHERE id = ANY ($1)', [[own, guest]]);

    expect((await claim(guest, mara)).body).toMatchObject({
      email: 'guest@example.com',
      shippingAddress: ADDRESSES.US,
      setAside: { email: 'mara@example.com' },
    });
  });

  it.each([
    { known: 'own', kept: 'own@example.com', lost: 'guest@example.com' },
    { known: 'guest', kept: 'guest@example.com', lost: 'own@example.com' },
  ])('follows the details whose age is known, of the $known cart', async ({ known, kept, lost }) => {
    const own = await aCart(shop, { customerId: mara.user.id, email: 'own@example.com' });
    const guest = await aCart(shop, { email: 'guest@example.com' });
    await shop.sql('UPDATE carts SET details_at = NULL WHERE id = $1', [known === 'own' ? guest : own]);
    expect((await claim(guest, mara)).body).toMatchObject({ email: kept, setAside: { email: lost } });
  });

  it('takes as many units as a line may hold, and no more', async () => {
    const cheap = await aVariant(shop, { price: 1 });
    const items = [{ sku: cheap.sku, quantity: 999_999 }];
    await aCart(shop, { customerId: mara.user.id, items });
    expect(units((await claim(await aCart(shop, { items }), mara)).body)).toEqual({ [cheap.sku]: 1_000_000 });
  });

  it('closes it: the guest finds it no more, the customer cannot change it', async () => {
    const id = await aCart(shop, { items: [{ sku: tee.sku }] });
    await claim(id, mara);
    expect((await shop.http.get(`/carts/${id}`)).status).toBe(404);
    expect((await shop.http.post(`/carts/${id}/items`, { sku: tee.sku, quantity: 1 })).status).toBe(404);
    const { body } = await shop.http.get(`/carts/${id}`, { token: mara.token });
    expect(body).toMatchObject({ status: 'merged', items: [], problems: [{ code: 'cart_closed' }] });
    const refused = await shop.http.patch(`/carts/${id}`, { email: 'a@example.com' }, { token: mara.token });
    expect(refused.body).toMatchObject({ status: 409, code: 'cart_closed' });
  });

  it('twice is claiming once', async () => {
    const id = await aCart(shop, { items: [{ sku: tee.sku, quantity: 2 }] });
    const { body: first } = await claim(id, mara);
    const { body: second } = await claim(id, mara);
    expect(second.id).toBe(first.id);
    expect(units(second)).toEqual({ [tee.sku]: 2 });
    const { body: own } = await claim(first.id, mara);
    expect(own.id).toBe(first.id);
    expect(units(own)).toEqual({ [tee.sku]: 2 });
  });

  it('is refused after another customer has claimed it', async () => {
    const id = await aCart(shop, { items: [{ sku: tee.sku }] });
    await claim(id, mara);
    expect((await claim(id, otto)).body).toMatchObject({ status: 404, code: 'not_found' });
    expect((await shop.http.get('/carts/current', { token: otto.token })).status).toBe(404);
  });

  it('is refused when it was ordered, or does not exist', async () => {
    const id = await aCart(shop, { items: [{ sku: tee.sku }] });
    await close(id, 'ordered');
    expect((await claim(id, mara)).body).toMatchObject({ status: 409, code: 'cart_closed' });
    expect((await claim('d9428888-122b-41e1-b85c-61f2b1f3c8a1', mara)).status).toBe(404);
  });

  it("prices its lines anew when the customer's cart is in another currency, and tells what is not sold in it", async () => {
    const both = await aVariant(shop, { prices: [money(900, 'JPY'), money(700, 'USD')] });
    const yenOnly = await aVariant(shop, { prices: [money(500, 'JPY')] });
    await aCart(shop, { customerId: mara.user.id, items: [{ sku: tee.sku }] });
    const items = [
      { sku: both.sku, quantity: 2 },
      { sku: yenOnly.sku, quantity: 3 },
    ];
    const guest = await aCart(shop, { currency: 'JPY', items });

    const { status, body } = await claim(guest, mara);

    expect([status, body.currency, body.repricedFrom]).toEqual([200, 'USD', 'JPY']);
    expect(units(body)).toEqual({ [tee.sku]: 1, [both.sku]: 2 });
    expect(body.items[1]).toMatchObject({ unitPrice: money(700, 'USD'), total: money(1400, 'USD') });
    expect(body.setAside.items).toMatchObject([
      { variantId: yenOnly.variantId, sku: yenOnly.sku, quantity: 3 },
    ]);
    expect(await current(mara)).toEqual(cartOf(body));
  });

  it("brings its currency along when the customer's cart is empty", async () => {
    const tea = await aVariant(shop, { prices: [money(900, 'JPY')] });
    const own = await aCart(shop, { customerId: mara.user.id });
    const { body } = await claim(await aCart(shop, { currency: 'JPY', items: [{ sku: tea.sku }] }), mara);
    expect(body).toMatchObject({ id: own, currency: 'JPY', items: [{ sku: tea.sku }] });
  });

  it('is refused whole when both together have too many lines', async () => {
    const skus = await manySkus(shop, 101);
    await aCart(shop, { customerId: mara.user.id, items: skus.slice(0, 60).map((sku) => ({ sku })) });
    const guest = await aCart(shop, { items: skus.slice(60).map((sku) => ({ sku })) });
    expect((await claim(guest, mara)).body).toMatchObject({ status: 422, code: 'too_many_items' });
    expect((await shop.http.get(`/carts/${guest}`)).body.items).toHaveLength(41);
    expect((await current(mara)).items).toHaveLength(60);
  });
});

describe('A closed cart', () => {
  it.each(['ordered', 'merged'] as const)('that was %s can be read, and takes no change', async (status) => {
    const id = await aReadyCart(shop, { customerId: mara.user.id, items: [{ sku: tee.sku }] });
    const as = { token: mara.token };
    const { items } = (await shop.http.get(`/carts/${id}`, as)).body;
    await close(id, status);
    const { body } = await shop.http.get(`/carts/${id}`, as);
    expect(body).toMatchObject({ status, items: [{ sku: tee.sku }], problems: [{ code: 'cart_closed' }] });
    for (const answer of [
      await shop.http.patch(`/carts/${id}`, { email: 'a@example.com' }, as),
      await shop.http.post(`/carts/${id}/items`, { sku: tee.sku, quantity: 1 }, as),
      await shop.http.patch(`/carts/${id}/items/${items[0].id}`, { quantity: 2 }, as),
      await shop.http.delete(`/carts/${id}/items/${items[0].id}`, as),
    ])
      expect(answer.body).toMatchObject({ status: 409, code: 'cart_closed' });
    expect((await shop.http.get(`/carts/${id}`, as)).body).toEqual(body);
  });
});

describe('Carts that nobody touched for 30 days', () => {
  it("are forgotten when they are a guest's, or were merged; all others stay", async () => {
    const guest = await aCart(shop, { items: [{ sku: tee.sku }] });
    const [fresh, ordered] = [await aCart(shop), await aCart(shop)];
    const own = await aCart(shop, { customerId: mara.user.id });
    const merged = await aCart(shop);
    await claim(merged, otto);
    await close(ordered, 'ordered');
    await shop.sql(`UPDATE carts SET updated_at = now() - interval '31 days' WHERE id <> $1`, [fresh]);
    await shop.sql(`UPDATE carts SET updated_at = now() - interval '29 days' WHERE id = $1`, [fresh]);

    await shop.get(CartsPurgeJobs).purge();

    const left = await shop.sql<{ id: string }>('SELECT id FROM carts WHERE id = ANY ($1)', [
      [guest, fresh, ordered, own, merged],
    ]);
    expect(left.map(({ id }) => id).sort()).toEqual([fresh, ordered, own].sort());
    expect(await shop.sql('SELECT FROM cart_items WHERE cart_id = $1', [guest])).toEqual([]);
  });
});

function close(id: string, status: 'ordered' | 'merged'): Promise<unknown> {
  return shop.sql('UPDATE carts SET status = $2 WHERE id = $1', [id, status]);
}
