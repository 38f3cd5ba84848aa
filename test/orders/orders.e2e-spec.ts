import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uuidv4 } from '../../src/common/database/ids.js';
import { Transaction } from '../../src/common/database/transaction.js';
import { type OrderChange, SYSTEM } from '../../src/orders/changes/order-change.js';
import { OrderChangesRepository } from '../../src/orders/changes/order-changes.repository.js';
import { behind } from '../support/behind.js';
import { aCustomer, aStaff } from '../support/builders/accounts.js';
import { aCart, ADDRESSES, aReadyCart } from '../support/builders/carts.js';
import { aVariant } from '../support/builders/products.js';
import { aKey, anOrder } from '../support/builders/orders.js';
import { aShippingMethod, aTaxRate } from '../support/builders/shipping.js';
import { countsOf } from '../support/builders/stock.js';
import { openShop, type TestShop } from '../support/shop.js';

let shop: TestShop;

beforeAll(async () => {
  shop = await openShop({ worker: false });
  await aTaxRate(shop, { country: 'US', millionths: 100_000 });
});

afterAll(() => shop.close());

const usd = (amount: number) => ({ amount, currency: 'USD' });
const order = (body: unknown, options = {}) =>
  shop.http.post('/orders', body, { idempotencyKey: aKey(), ...options });

const statusOfCart = async (id: string) =>
  (await shop.sql('SELECT status FROM carts WHERE id = $1', [id]))[0].status;

describe('Placing an order', () => {
  it('freezes what the shopper agreed to, and holds the stock', async () => {
    const tee = await aVariant(shop, { price: 1999, onHand: 3 });
    const cartId = await aReadyCart(shop, {
      items: [{ variantId: tee.variantId, quantity: 2 }],
      email: 'Mara@Example.com'.toLowerCase(),
      address: ADDRESSES.US,
      billingAddress: ADDRESSES.DE,
    });
    const placed = await order({ cartId, expectedTotal: usd(3998 + 500 + 450) });
    expect(placed.status).toBe(201);
    expect(placed.body).toMatchObject({
      status: 'pending_payment',
      paymentStatus: 'none',
      fulfillmentStatus: 'unfulfilled',
      email: 'mara@example.com',
      currency: 'USD',
      items: [
        {
          variantId: tee.variantId,
          sku: tee.sku,
          quantity: 2,
          fulfilledQuantity: 0,
          unitPrice: usd(1999),
          subtotal: usd(3998),
          discount: usd(0),
          tax: usd(400),
          total: usd(3998),
        },
      ],
      totals: { subtotal: usd(3998), discount: usd(0), shipping: usd(500), tax: usd(450), total: usd(4948) },
      shippingAddress: ADDRESSES.US,
      billingAddress: ADDRESSES.DE,
      shippingMethod: { name: 'Standard' },
      fulfillments: [],
      closeRequestedAt: null,
      placedAt: null,
      version: 1,
    });
    expect(await countsOf(shop, tee.variantId)).toEqual({ onHand: 3, reserved: 2 });
    expect(await statusOfCart(cartId)).toBe('ordered');
    const waits = new Date(placed.body.expiresAt).getTime() - new Date(placed.body.createdAt).getTime();
    expect(waits).toBe(5 * 60_000);
  });

  it('keeps its amounts when prices and taxes change afterwards', async () => {
    const tee = await aVariant(shop, { price: 1000 });
    const made = await anOrder(shop, { items: [{ variantId: tee.variantId }] });
    const before = (await shop.http.get(`/orders/${made.id}`, made.proof)).body;
    const staff = await aStaff(shop);
    const changed = await shop.http.patch(
      `/variants/${tee.variantId}`,
      { prices: [usd(7777)] },
      { token: staff.token },
    );
    expect(changed.status).toBe(200);
    expect((await shop.http.get(`/orders/${made.id}`, made.proof)).body).toEqual(before);
  });

  it('gives each order a number of its own, higher than the last', async () => {
    const [first, second] = [await anOrder(shop), await anOrder(shop)];
    expect(Number(second.number)).toBeGreaterThan(Number(first.number));
  });

  it('gives a token to guests alone', async () => {
    const customer = await aCustomer(shop);
    const items = [{ variantId: (await aVariant(shop, { onHand: 9 })).variantId }];
    const guests = await order({ cartId: await aReadyCart(shop, { items }) });
    expect(guests.body.accessToken).toMatch(/^[\w-]{43}$/);
    const cartId = await aReadyCart(shop, { items, customerId: customer.user.id });
    const customers = await order({ cartId }, { token: customer.token });
    expect(customers.status).toBe(201);
    expect(customers.body).not.toHaveProperty('accessToken');
    // Whoever signs in and orders a cart whose id they hold is its customer.
    const taken = await order({ cartId: await aReadyCart(shop, { items }) }, { token: customer.token });
    expect(taken.body).not.toHaveProperty('accessToken');
    expect((await shop.http.get(`/orders/${taken.body.id}`, { token: customer.token })).status).toBe(200);
  });

  it('needs no payment when it costs nothing', async () => {
    const sample = await aVariant(shop, { price: 0, onHand: 2 });
    const shippingMethodId = await aShippingMethod(shop, { rates: [{ price: 0 }] });
    const cartId = await aReadyCart(shop, { items: [{ variantId: sample.variantId }], shippingMethodId });
    const placed = await order({ cartId, expectedTotal: usd(0) });
    expect(placed.body).toMatchObject({ status: 'placed', paymentStatus: 'paid', totals: { total: usd(0) } });
    expect(placed.body.placedAt).toBe(placed.body.createdAt);
    expect(await countsOf(shop, sample.variantId)).toEqual({ onHand: 1, reserved: 0 });
    await shop.doctor();
  });

  it('takes nine statements, its transaction included', async () => {
    const [tee, mug] = [await aVariant(shop), await aVariant(shop)];
    const cartId = await aReadyCart(shop, {
      items: [{ variantId: tee.variantId }, { variantId: mug.variantId }],
    });
    const statements = await shop.statementsOf(() => order({ cartId }));
    expect(statements.length, statements.join('\n---\n')).toBe(9);
    expect(statements.at(-1)).toBe('COMMIT');
  });
});

describe('An order is refused', () => {
  it('at another total than the shopper saw, with the new ones, and the cart stays open', async () => {
    const tee = await aVariant(shop, { price: 1000, onHand: 5 });
    const cartId = await aReadyCart(shop, { items: [{ variantId: tee.variantId }] });
    const { total } = (await shop.http.get(`/carts/${cartId}`)).body.totals;
    const staff = await aStaff(shop);
    await shop.http.patch(`/variants/${tee.variantId}`, { prices: [usd(1200)] }, { token: staff.token });

    const refused = await order({ cartId, expectedTotal: total }, { idempotencyKey: 'price' });
    expect(refused.status).toBe(409);
    expect(refused.body.code).toBe('price_changed');
    const { totals } = refused.body;
    expect(totals).toEqual((await shop.http.get(`/carts/${cartId}`)).body.totals);
    expect(totals.total).toEqual(usd(1200 + 500 + 170));
    expect(await countsOf(shop, tee.variantId)).toEqual({ onHand: 5, reserved: 0 });

    // A refusal is not kept: the same key serves for the request that is right.
    const placed = await order({ cartId, expectedTotal: totals.total }, { idempotencyKey: 'price' });
    expect(placed.status).toBe(201);
    expect(placed.body.totals).toEqual(totals);
  });

  it('at the right amount in the wrong currency', async () => {
    const tee = await aVariant(shop, { price: 1000 });
    const cartId = await aReadyCart(shop, { items: [{ variantId: tee.variantId }] });
    const { amount } = (await shop.http.get(`/carts/${cartId}`)).body.totals.total;
    const refused = await order({ cartId, expectedTotal: { amount, currency: 'EUR' } });
    expect([refused.status, refused.body.code]).toEqual([409, 'price_changed']);
  });

  it('while the cart lacks something, and says what', async () => {
    const refused = await order({ cartId: await aCart(shop) });
    expect([refused.status, refused.body.code]).toEqual([409, 'cart_not_ready']);
    expect(refused.body.problems.map(({ code }: { code: string }) => code).toSorted()).toEqual([
      'address_missing',
      'cart_empty',
      'email_missing',
      'shipping_method_missing',
    ]);
  });

  it('for more than is in stock, naming the items, and nothing is kept', async () => {
    const [tee, mug] = [await aVariant(shop, { onHand: 2 }), await aVariant(shop, { onHand: 9 })];
    const items = [
      { variantId: tee.variantId, quantity: 3 },
      { variantId: mug.variantId, quantity: 1 },
    ];
    const cartId = await aReadyCart(shop, { items });
    const refused = await order({ cartId });
    expect([refused.status, refused.body.code]).toEqual([409, 'insufficient_stock']);
    expect(refused.body.items).toEqual([
      { variantId: tee.variantId, sku: tee.sku, requested: 3, stock: 'few_left' },
    ]);
    expect(await countsOf(shop, mug.variantId)).toEqual({ onHand: 9, reserved: 0 });
    expect(await statusOfCart(cartId)).toBe('open');
    expect(await shop.sql('SELECT id FROM orders WHERE cart_id = $1', [cartId])).toEqual([]);
  });

  it('for a cart that is unknown or not the caller’s', async () => {
    const [owner, other] = [await aCustomer(shop), await aCustomer(shop)];
    const items = [{ variantId: (await aVariant(shop)).variantId }];
    const cartId = await aReadyCart(shop, { items, customerId: owner.user.id });
    for (const [id, options] of [
      [uuidv4(), {}],
      [uuidv4(), { token: owner.token }],
      [cartId, {}],
      [cartId, { token: other.token }],
    ] as const) {
      const refused = await order({ cartId: id }, options);
      expect([refused.status, refused.body.code]).toEqual([422, 'cart_not_found']);
    }
    expect(await statusOfCart(cartId)).toBe('open');
  });

  it('for the cart of an order that belongs to somebody else', async () => {
    const [owner, other] = [await aCustomer(shop), await aCustomer(shop)];
    const { cartId } = await anOrder(shop, { customer: owner });
    for (const options of [{}, { token: other.token }]) {
      const refused = await order({ cartId }, options);
      expect([refused.status, refused.body.code]).toEqual([422, 'cart_not_found']);
    }
  });

  it.each([
    ['no cart', {}, 'validation_failed'],
    ['a cart that is no id', { cartId: "1' OR '1'='1" }, 'validation_failed'],
    ['a cart that is a list', { cartId: [uuidv4()] }, 'validation_failed'],
    [
      'a total of a fraction',
      { cartId: uuidv4(), expectedTotal: { amount: 1.5, currency: 'USD' } },
      'validation_failed',
    ],
    ['a total as text', { cartId: uuidv4(), expectedTotal: '10.00' }, 'validation_failed'],
    ['a total as a list', { cartId: uuidv4(), expectedTotal: [usd(1)] }, 'validation_failed'],
    ['no total at all, in so many words', { cartId: uuidv4(), expectedTotal: null }, 'validation_failed'],
    ['a negative total', { cartId: uuidv4(), expectedTotal: usd(-1) }, 'validation_failed'],
    ['an owner', { cartId: uuidv4(), customerId: uuidv4() }, 'unknown_field'],
    ['a price', { cartId: uuidv4(), totals: { total: usd(1) } }, 'unknown_field'],
  ])('with %s', async (_, body, code) => {
    const refused = await order(body);
    expect([refused.status, refused.body.code]).toEqual([400, code]);
  });

  it('without an Idempotency-Key', async () => {
    const refused = await shop.http.post('/orders', { cartId: uuidv4() });
    expect([refused.status, refused.body.code]).toEqual([400, 'idempotency_key_required']);
  });
});

describe('The same order again', () => {
  it('with its key gives the very same bytes, the token among them', async () => {
    const cartId = await aReadyCart(shop, { items: [{ variantId: (await aVariant(shop)).variantId }] });
    const first = await order({ cartId }, { idempotencyKey: 'again' });
    const replayed = await order({ cartId }, { idempotencyKey: 'again' });
    expect(replayed.status).toBe(201);
    expect(replayed.text).toBe(first.text);
    expect(replayed.headers['idempotency-replayed']).toBe('true');
    expect(first.headers).not.toHaveProperty('idempotency-replayed');
    const [stored] = await shop.sql(`SELECT body FROM idempotency_keys WHERE key = 'again'`);
    expect(stored.body).not.toContain(first.body.accessToken);
  });

  it('with another key gives the same order, and is no replay', async () => {
    const cartId = await aReadyCart(shop, { items: [{ variantId: (await aVariant(shop)).variantId }] });
    const first = await order({ cartId });
    const second = await order({ cartId });
    expect(second.status).toBe(201);
    expect(second.body).toEqual(first.body);
    expect(second.headers).not.toHaveProperty('idempotency-replayed');
  });

  it('with its key and another body is refused', async () => {
    const cartId = await aReadyCart(shop, { items: [{ variantId: (await aVariant(shop)).variantId }] });
    await order({ cartId }, { idempotencyKey: 'reused' });
    const refused = await order({ cartId, expectedTotal: usd(1) }, { idempotencyKey: 'reused' });
    expect([refused.status, refused.body.code]).toEqual([422, 'idempotency_key_reused']);
  });

  it('under a key that two guests chose keeps them apart', async () => {
    const items = [{ variantId: (await aVariant(shop, { onHand: 5 })).variantId }];
    const [one, two] = [await aReadyCart(shop, { items }), await aReadyCart(shop, { items })];
    const first = await order({ cartId: one }, { idempotencyKey: '1' });
    const second = await order({ cartId: two }, { idempotencyKey: '1' });
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body.id).not.toBe(first.body.id);
    expect(second.body.accessToken).not.toBe(first.body.accessToken);
    expect(second.headers).not.toHaveProperty('idempotency-replayed');
  });

  it('under a key that two customers chose keeps them apart', async () => {
    const [one, two] = [await aCustomer(shop), await aCustomer(shop)];
    const items = [{ variantId: (await aVariant(shop, { onHand: 5 })).variantId }];
    const orderOf = async ({ user, token }: typeof one) =>
      order(
        { cartId: await aReadyCart(shop, { items, customerId: user.id }) },
        { token, idempotencyKey: '1' },
      );
    const [first, second] = [await orderOf(one), await orderOf(two)];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body.id).not.toBe(first.body.id);
  });
});

describe('The history of orders', () => {
  it('can only grow, whoever asks', async () => {
    const { id } = await anOrder(shop);
    await expect(shop.sql(`UPDATE order_events SET note = 'x' WHERE order_id = $1`, [id])).rejects.toThrow(
      'append-only',
    );
    await expect(shop.sql('DELETE FROM order_events WHERE order_id = $1', [id])).rejects.toThrow(
      'append-only',
    );
  });

  it('and every amount hold together', () => shop.doctor());
});

describe('A change of an order', () => {
  it('is judged by what the change before it left, though it began earlier', async () => {
    const changes = shop.get(OrderChangesRepository);
    const { id } = await anOrder(shop);
    const make = (change: Omit<OrderChange, 'actor'>) =>
      shop.get(Transaction).run(() => changes.make(id, { ...change, actor: SYSTEM }));
    const completed = await behind(
      shop,
      () => make({ status: 'placed', fulfillmentStatus: 'fulfilled', event: 'fulfilled' }),
      () => make({ status: 'completed', event: 'completed' }),
    );
    expect(completed).toMatchObject({ isChanged: true, status: 'completed', before: { status: 'placed' } });
  });
});
