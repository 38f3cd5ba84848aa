import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Transaction } from '../../src/common/database/transaction.js';
import { OrdersFacade } from '../../src/orders/index.js';
import { aCustomer, aStaff } from '../support/builders/accounts.js';
import { aReadyCart, type CartOptions } from '../support/builders/carts.js';
import { aKey, anOrder } from '../support/builders/orders.js';
import { aVariant } from '../support/builders/products.js';
import { aShippingMethod } from '../support/builders/shipping.js';
import { countsOf } from '../support/builders/stock.js';
import type { HttpAnswer, RequestOptions } from '../support/http-client.js';
import { openShop, type TestShop } from '../support/shop.js';

const ENV = {
  RATE_LIMITS: 'on',
  TRUSTED_PROXIES: 'loopback',
  RATE_LIMIT_ORDERS_PER_MINUTE: '1000',
  ORDER_MAX_OPEN_PER_ADDRESS: '7',
  ORDER_MAX_OPEN_PER_EMAIL: '4',
  ORDER_MAX_OPEN_PER_ACCOUNT: '3',
  // A crowd may wait for connections here: what is shed under load is another test's matter.
  DATABASE_POOL_WAIT_MS: '30000',
};

let shop: TestShop;
let shippingMethodId: string;
beforeAll(async () => {
  shop = await openShop({ worker: false, env: ENV });
  await shop.listen();
  shippingMethodId = await aShippingMethod(shop);
});
afterAll(() => shop.close());

let made = 0;
const somewhere = (): string => {
  made += 1;
  return `198.51.${100 + Math.floor(made / 250)}.${(made % 250) + 1}`;
};
const somebody = (): string => `guest-${(made += 1)}@example.com`;
const from = (ip: string): RequestOptions => ({ headers: { 'x-forwarded-for': ip } });

/** On a busy machine a crowd may wait too long for its locks: whoever hears 503 asks again, as a client does. */
async function order(cartId: string, options: RequestOptions): Promise<HttpAnswer> {
  const sent = { idempotencyKey: aKey(), ...options };
  for (;;) {
    const answer = await shop.network.post('/orders', { cartId }, sent);
    if (answer.status !== 503) return answer;
  }
}

const CROWD = 64;
const PARALLEL_MS = 120_000;

/** Carts of 64 shoppers, each with one unit of the same variant, of which there are enough. */
async function cartsOfACrowd(options: (index: number) => Partial<CartOptions>): Promise<string[]> {
  const { variantId } = await aVariant(shop, { onHand: 1_000 });
  const carts: string[] = [];
  for (let index = 0; index < CROWD; index += 1)
    carts.push(await aReadyCart(shop, { items: [{ variantId }], shippingMethodId, ...options(index) }));
  return carts;
}

function countOf(answers: readonly HttpAnswer[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status, body } of answers) {
    const what = status === 201 ? 'placed' : `${status} ${body.code}`;
    counts[what] = (counts[what] ?? 0) + 1;
  }
  return counts;
}

describe('Orders that wait for their payment are limited, however many are sent at once,', () => {
  it('by client address', { timeout: PARALLEL_MS }, async () => {
    const carts = await cartsOfACrowd(() => ({ email: somebody() }));
    const here = from(somewhere());
    const answers = await Promise.all(carts.map((cartId) => order(cartId, here)));
    expect(countOf(answers)).toEqual({ placed: 7, '429 too_many_open_orders': 57 });
    const refused = answers.find(({ status }) => status === 429)!;
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(300);
  });

  it('by e-mail address, of guests', { timeout: PARALLEL_MS }, async () => {
    const email = somebody();
    const carts = await cartsOfACrowd(() => ({ email }));
    const answers = await Promise.all(carts.map((cartId) => order(cartId, from(somewhere()))));
    expect(countOf(answers)).toEqual({ placed: 4, '429 too_many_open_orders': 60 });
  });

  it('by account', { timeout: PARALLEL_MS }, async () => {
    const { token } = await aCustomer(shop);
    const carts = await cartsOfACrowd(() => ({ email: somebody() }));
    const answers = await Promise.all(carts.map((cartId) => order(cartId, { token, ...from(somewhere()) })));
    expect(countOf(answers)).toEqual({ placed: 3, '429 too_many_open_orders': 61 });
  });
});

describe('An order that is refused for its number', () => {
  const ready = async (options: Partial<CartOptions>) => {
    const { variantId } = await aVariant(shop, { onHand: 2 });
    return {
      variantId,
      cartId: await aReadyCart(shop, { items: [{ variantId }], shippingMethodId, ...options }),
    };
  };

  it('holds no stock, leaves the cart open, and is taken once another one is over', async () => {
    const [email, orders] = [somebody(), [] as HttpAnswer[]];
    for (let index = 0; index < 4; index += 1)
      orders.push(await order((await ready({ email })).cartId, from(somewhere())));
    const { variantId, cartId } = await ready({ email });
    const refused = await order(cartId, from(somewhere()));
    expect([refused.status, refused.body.code]).toEqual([429, 'too_many_open_orders']);
    expect(await countsOf(shop, variantId)).toEqual({ onHand: 2, reserved: 0 });

    const { id, accessToken } = orders[0]!.body;
    await shop.http.post(`/orders/${id}/cancellation`, {}, { orderToken: accessToken });
    expect((await order(cartId, from(somewhere()))).status).toBe(201);
  });

  it('is none of a customer whose e-mail address a stranger uses', async () => {
    const { user, token } = await aCustomer(shop);
    for (let index = 0; index < 4; index += 1)
      await order((await ready({ email: user.email })).cartId, from(somewhere()));
    const { cartId } = await ready({ email: user.email });
    expect((await order(cartId, { token, ...from(somewhere()) })).status).toBe(201);
  });

  it('is none again of a shopper whose orders are paid', async () => {
    const [email, here] = [somebody(), from(somewhere())];
    for (let index = 0; index < 9; index += 1) {
      const placed = await order((await ready({ email })).cartId, here);
      expect(placed.status).toBe(201);
      const { accessToken } = placed.body;
      const body = { provider: 'test', paymentMethod: 'success' };
      const proof = { orderToken: accessToken, idempotencyKey: aKey() };
      expect((await shop.http.post(`/orders/${placed.body.id}/payments`, body, proof)).status).toBe(201);
    }
  });
});

describe('The address that an order came from', () => {
  const networkOf = async (id: string) =>
    (await shop.sql('SELECT client_network FROM orders WHERE id = $1', [id]))[0].client_network;

  it('is kept while it waits for its first payment, the network of an IPv6 one, and no longer', async () => {
    const { variantId } = await aVariant(shop);
    const cartId = await aReadyCart(shop, { items: [{ variantId }], shippingMethodId, email: somebody() });
    const { body } = await order(cartId, from('2001:db8:1:2:3::4'));
    expect(await networkOf(body.id)).toMatch(/^2001:db8:1:.*\/\d+$/);
    await shop.http.post(`/orders/${body.id}/cancellation`, {}, { orderToken: body.accessToken });
    expect(await networkOf(body.id)).toBeNull();
  });
});

describe('The hold of a new order', () => {
  const left = async (id: string, table: 'orders' | 'reservations', key: string) => {
    const [row] = await shop.sql(
      `SELECT extract(epoch FROM expires_at - created_at)::int AS s FROM ${table} WHERE ${key} = $1`,
      [id],
    );
    return row.s;
  };

  it('is five minutes, and fifteen from the start of a payment on', async () => {
    const { id } = await anOrder(shop, { email: somebody() });
    expect(await left(id, 'orders', 'id')).toBe(300);
    expect(await left(id, 'reservations', 'order_id')).toBe(300);
    await shop.get(Transaction).run(() => shop.get(OrdersFacade).paymentProcessing(id));
    expect(await left(id, 'orders', 'id')).toBeGreaterThanOrEqual(900);
    expect(await left(id, 'reservations', 'order_id')).toBeGreaterThanOrEqual(900);
  });
});

describe('Requests of one client address have limits of their own', () => {
  it('for new carts and for orders, whatever else may be written', async () => {
    const here = from(somewhere());
    const opened = await shop.http.post('/carts', {}, here);
    expect([opened.status, opened.headers['ratelimit-limit']]).toEqual([201, '300']);
    const ordered = await order(opened.body.id, here);
    expect([ordered.body.code, ordered.headers['ratelimit-limit']]).toEqual(['cart_not_ready', '1000']);
    const changed = await shop.http.patch(`/carts/${opened.body.id}`, {}, here);
    expect(changed.headers['ratelimit-limit']).toBe('3000');
  });

  it('and beyond them the answer is 429', async () => {
    const here = from(somewhere());
    for (let index = 0; index < 300; index += 1)
      expect((await shop.http.post('/carts', {}, here)).status).toBe(201);
    const refused = await shop.http.post('/carts', {}, here);
    expect([refused.status, refused.body.code]).toEqual([429, 'rate_limited']);
    expect((await shop.http.post('/carts', {}, from(somewhere()))).status).toBe(201);
  });
});

describe('What one order may have', () => {
  const problemsOf = async (items: CartOptions['items']) => {
    const cartId = await aReadyCart(shop, { items: items!, shippingMethodId, email: somebody() });
    const { body } = await shop.http.get(`/carts/${cartId}`);
    const refused = await order(cartId, from(somewhere()));
    return { problems: body.problems as { code: string; detail: string }[], refused };
  };

  it('is at most 100 units of a variant, whatever is in stock', async () => {
    const tee = await aVariant(shop, { onHand: 5_173 });
    const { problems, refused } = await problemsOf([{ variantId: tee.variantId, quantity: 101 }]);
    const detail = `One order can have at most 100 of ${tee.title}.`;
    expect(problems).toEqual([expect.objectContaining({ code: 'quantity_limited', detail })]);
    expect([refused.status, refused.body.code, refused.body.problems]).toEqual([
      409,
      'cart_not_ready',
      problems,
    ]);
    expect((await problemsOf([{ variantId: tee.variantId, quantity: 100 }])).refused.status).toBe(201);
  });

  it('is at most 500 units of all variants together', async () => {
    const variants = await Promise.all(Array.from({ length: 6 }, () => aVariant(shop, { onHand: 100 })));
    const items = variants.map(({ variantId }) => ({ variantId, quantity: 84 }));
    const { problems, refused } = await problemsOf(items);
    expect(problems).toEqual([{ code: 'order_too_large', detail: 'One order can have at most 500 units.' }]);
    expect([refused.status, refused.body.code]).toEqual([409, 'cart_not_ready']);
  });

  it('is what staff say for a variant, more or less, and nobody else says', async () => {
    const { variantId } = await aVariant(shop, { onHand: 400 });
    const [staff, customer] = [await aStaff(shop), await aCustomer(shop)];
    const limit = (maxPerOrder: number | null | undefined, token = staff.token) =>
      shop.http.patch(`/inventory/levels/${variantId}`, { maxPerOrder }, { token, ...from(somewhere()) });
    expect((await limit(2, customer.token)).status).toBe(403);
    const limited = await limit(2);
    expect([limited.status, limited.body.maxPerOrder, limited.body.version]).toEqual([200, 2, 2]);
    expect((await limit(2)).body.version).toBe(2);
    expect((await limit(undefined)).body).toMatchObject({ maxPerOrder: 2, version: 2 });
    expect((await problemsOf([{ variantId, quantity: 3 }])).refused.status).toBe(409);
    expect((await problemsOf([{ variantId, quantity: 2 }])).refused.status).toBe(201);
    await limit(300);
    expect((await problemsOf([{ variantId, quantity: 300 }])).refused.status).toBe(201);
    expect((await limit(null)).body).toMatchObject({ maxPerOrder: null, version: 4 });
    for (const wrong of [0, -1, 1.5, 1_000_001]) expect((await limit(wrong)).status).toBe(400);
  });

  it.each([
    [173, 1_000_000],
    [97, 100],
    [3, 4],
  ])('is refused to strangers without telling them that there are %i', async (onHand, quantity) => {
    const { variantId } = await aVariant(shop, { onHand });
    const cart = await shop.http.post('/carts', { items: [{ variantId, quantity }] }, from(somewhere()));
    expect(cart.body.problems.map(({ detail }: { detail: string }) => detail).join()).not.toMatch(
      new RegExp(`\\b${onHand}\\b`),
    );
    const { refused } = await problemsOf([{ variantId, quantity }]);
    expect(refused.status).toBe(409);
    expect(JSON.stringify([refused.body.items, refused.body.detail])).not.toMatch(
      new RegExp(`\\b${onHand}\\b`),
    );
  });
});
