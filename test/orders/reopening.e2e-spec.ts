import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { money } from '../../src/common/money/money.js';
import { ExpiryJobs } from '../../src/orders/closing/expiry.jobs.js';
import { aCustomer, aStaff, type SignedInAccount } from '../support/builders/accounts.js';
import { aCart, ADDRESSES } from '../support/builders/carts.js';
import {
  aKey,
  anOrder,
  aPlacedOrder,
  type MadeOrder,
  type OrderOptions,
  pay,
} from '../support/builders/orders.js';
import { operate, usd } from '../support/builders/payments.js';
import { aVariant } from '../support/builders/products.js';
import { aShippingMethod } from '../support/builders/shipping.js';
import { countsOf } from '../support/builders/stock.js';
import { manySkus } from '../support/builders/variants.js';
import { eventually } from '../support/eventually.js';
import type { HttpAnswer, RequestOptions } from '../support/http-client.js';
import { meetingAtLock } from '../support/row-lock.js';
import { openShop, type TestShop } from '../support/shop.js';

let shop: TestShop;
let staff: SignedInAccount;
let shippingMethodId: string;

// No worker: nothing but the calls that a test makes changes an order.
beforeAll(async () => {
  shop = await openShop({ worker: false });
  await shop.listen();
  staff = await aStaff(shop);
  shippingMethodId = await aShippingMethod(shop);
});
afterEach(() => shop.doctor());
afterAll(() => shop.close());

type Call = () => Promise<HttpAnswer>;

const WAITING = `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`;

const HELD = { onHand: 2, reserved: 2 };
const FREE = { onHand: 2, reserved: 0 };
const NOTHING = {
  email: null,
  shippingAddress: null,
  shippingMethodId: null,
  billingAddress: null,
  items: [],
};
const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const reopen = ({ id, proof }: MadeOrder, options: RequestOptions = proof) =>
  shop.network.post(`/orders/${id}/reopening`, undefined, options);
const cancel = ({ id, proof }: MadeOrder) => shop.network.post(`/orders/${id}/cancellation`, {}, proof);
const startPayment = ({ id, proof }: MadeOrder) =>
  shop.network.post(
    `/orders/${id}/payments`,
    { provider: 'test', paymentMethod: 'success' },
    { ...proof, idempotencyKey: aKey() },
  );
const see = async ({ id, proof }: MadeOrder) => (await shop.http.get(`/orders/${id}`, proof)).body;
const cartOf = async (id: string, { proof }: MadeOrder) => (await shop.http.get(`/carts/${id}`, proof)).body;
const expireDue = () => shop.get(ExpiryJobs).expireDue();
const age = ({ id }: MadeOrder) =>
  shop.sql(`UPDATE orders SET expires_at = now() - interval '1 second' WHERE id = $1`, [id]);
const closings = ({ id }: MadeOrder) =>
  shop.sql(
    `SELECT type, payload ->> 'reason' AS reason, (payload ->> 'wasPaid')::boolean AS "wasPaid"
     FROM outbox WHERE aggregate_id = $1 AND type <> 'orders.order_created'`,
    [id],
  );
const openCarts = () => shop.sql(`SELECT id FROM carts WHERE status = 'open' ORDER BY id`);
const units = (cart: { items: { sku: string; quantity: number }[] }) =>
  Object.fromEntries(cart.items.map(({ sku, quantity }) => [sku, quantity]));

/** An order of two units, all that there are, whose payment was declined. */
async function aDeclinedOrder(options: OrderOptions = {}) {
  const { variantId, sku } = await aVariant(shop, { price: 1000, onHand: 2 });
  const items = [{ variantId, quantity: 2 }];
  const order = await anOrder(shop, { items, shippingMethodId, ...options });
  expect(await pay(shop, order, 'decline')).toMatchObject({ status: 'failed' });
  return { ...order, variantId, sku, stock: () => countsOf(shop, variantId) };
}

const setPrice = (variantId: string, amount: number) =>
  shop.http.patch(`/variants/${variantId}`, { prices: [usd(amount)] }, { token: staff.token });

describe('Reopening an order after a decline', () => {
  it('gives a guest a new cart of it at the prices of now, cancels it and frees its stock', async () => {
    const order = await aDeclinedOrder({ billingAddress: ADDRESSES.DE });
    await setPrice(order.variantId, 1200);
    const { status, body } = await reopen(order);
    expect([status, body.id === order.cartId]).toEqual([201, false]);
    expect(body).toMatchObject({
      id: expect.stringMatching(UUID_V4),
      status: 'open',
      currency: 'USD',
      email: 'mara@example.com',
      shippingAddress: ADDRESSES.US,
      billingAddress: ADDRESSES.DE,
      shippingMethodId,
      items: [{ variantId: order.variantId, sku: order.sku, quantity: 2, unitPrice: usd(1200) }],
      problems: [],
      setAside: NOTHING,
      repricedFrom: null,
    });
    expect(await see(order)).toMatchObject({ status: 'canceled', paymentStatus: 'failed', isPayable: false });
    expect(await order.stock()).toEqual(FREE);
    expect(await closings(order)).toEqual([
      { type: 'orders.order_canceled', reason: 'reopened as a cart', wasPaid: false },
    ]);
  });

  it('gives a cart that can be changed, ordered and paid', async () => {
    const order = await aDeclinedOrder();
    const { body: cart } = await reopen(order);
    const changed = await shop.http.patch(`/carts/${cart.id}/items/${cart.items[0].id}`, { quantity: 1 });
    expect(changed.status).toBe(200);
    const second = await shop.http.post('/orders', { cartId: cart.id }, { idempotencyKey: aKey() });
    expect(second.status).toBe(201);
    const paid = await startPayment({ ...second.body, proof: { orderToken: second.body.accessToken } });
    expect(paid.body).toMatchObject({ status: 'succeeded', amount: second.body.totals.total });
    expect(await order.stock()).toEqual({ onHand: 1, reserved: 0 });
  });

  it('needs no decline: an order that nobody has tried to pay is reopened too', async () => {
    const order = await anOrder(shop, { shippingMethodId });
    expect((await reopen(order)).status).toBe(201);
    expect(await see(order)).toMatchObject({ status: 'canceled', paymentStatus: 'none' });
  });

  it('twice gives the same cart, as it is by then', async () => {
    const order = await aDeclinedOrder();
    const { body: cart } = await reopen(order);
    await shop.http.delete(`/carts/${cart.id}/items/${cart.items[0].id}`);
    const again = await reopen(order);
    expect([again.status, again.body.id, again.body.items]).toEqual([201, cart.id, []]);
    expect(await closings(order)).toHaveLength(1);
  });

  it('with the same key is answered in the same bytes', async () => {
    const order = await aDeclinedOrder();
    const options = { ...order.proof, idempotencyKey: aKey() };
    const [first, second] = [await reopen(order, options), await reopen(order, options)];
    expect([second.status, second.text]).toEqual([201, first.text]);
    expect(second.headers['idempotency-replayed']).toBe('true');
  });

  it('is for its shopper alone, and for staff no more than for strangers', async () => {
    const [customer, other] = [await aCustomer(shop), await aCustomer(shop)];
    const [guests, customers] = [await aDeclinedOrder(), await aDeclinedOrder({ customer })];
    const before = await openCarts();
    const strangers: [MadeOrder, RequestOptions][] = [
      [guests, {}],
      [guests, { token: other.token }],
      [guests, { token: staff.token }],
      [guests, { orderToken: guests.cartId }],
      [customers, {}],
      [customers, { token: other.token }],
      [customers, { token: staff.token }],
      [customers, guests.proof],
    ];
    for (const [order, options] of strangers) {
      expect((await reopen(order, options)).body).toMatchObject({ status: 404, code: 'not_found' });
      expect(await see(order)).toMatchObject({ status: 'pending_payment' });
    }
    expect(await openCarts()).toEqual(before);
  });
});

describe("Reopening a customer's order", () => {
  it('makes it their one open cart when they have none', async () => {
    const customer = await aCustomer(shop);
    const order = await aDeclinedOrder({ customer });
    const { status, body } = await reopen(order);
    expect([status, units(body)]).toEqual([201, { [order.sku]: 2 }]);
    expect(body).toMatchObject({ email: 'mara@example.com', shippingAddress: ADDRESSES.US, problems: [] });
    const current = (await shop.http.get('/carts/current', { token: customer.token })).body;
    expect(current).toMatchObject({ id: body.id, items: body.items });
  });

  it('adds its lines to the open cart; the newer details count, and what is given up is told', async () => {
    const customer = await aCustomer(shop);
    const order = await aDeclinedOrder({ customer });
    const mug = await aVariant(shop);
    const items = [{ sku: mug.sku }, { sku: order.sku, quantity: 1 }];
    const own = await aCart(shop, { customerId: customer.user.id, items, email: 'new@example.com' });
    const { status, body } = await reopen(order);
    expect([status, body.id, units(body)]).toEqual([201, own, { [mug.sku]: 1, [order.sku]: 3 }]);
    expect(body).toMatchObject({ email: 'new@example.com', shippingAddress: ADDRESSES.US });
    expect(body.setAside).toEqual({ ...NOTHING, email: 'mara@example.com' });
    expect(await order.stock()).toEqual(FREE);
  });

  it('prices its lines anew in the currency of the open cart, and tells what is not sold in it', async () => {
    const customer = await aCustomer(shop);
    const order = await aDeclinedOrder({ customer });
    const tea = await aVariant(shop, { prices: [money(900, 'JPY')] });
    const items = [{ sku: tea.sku }];
    const own = await aCart(shop, { customerId: customer.user.id, currency: 'JPY', items });
    const { body } = await reopen(order);
    expect([body.id, body.currency, body.repricedFrom]).toEqual([own, 'JPY', 'USD']);
    expect(units(body)).toEqual({ [tea.sku]: 1 });
    expect(body.setAside.items).toMatchObject([{ sku: order.sku, quantity: 2 }]);
  });

  it('is refused whole when both together have too many lines', async () => {
    const customer = await aCustomer(shop);
    const order = await aDeclinedOrder({ customer });
    const items = (await manySkus(shop, 100)).map((sku) => ({ sku }));
    const own = await aCart(shop, { customerId: customer.user.id, items });
    expect((await reopen(order)).body).toMatchObject({ status: 422, code: 'too_many_items' });
    expect(await see(order)).toMatchObject({ status: 'pending_payment', isPayable: true });
    expect(await order.stock()).toEqual(HELD);
    expect((await cartOf(own, order)).items).toHaveLength(100);
  });
});

describe('An order that is not to be reopened', () => {
  const expectRefused = async (order: MadeOrder, code: string, more: object = {}) => {
    const before = { order: await see(order), carts: await openCarts() };
    expect((await reopen(order)).body).toMatchObject({ status: 409, code, ...more });
    expect({ order: await see(order), carts: await openCarts() }).toEqual(before);
  };

  it.each(['requires_action', 'delayed_success', 'timeout'])(
    'is refused while a payment is under way: %s',
    async (method) => {
      const order = await aDeclinedOrder();
      await pay(shop, order, method);
      await expectRefused(order, 'payment_in_progress');
      expect(await order.stock()).toEqual(HELD);
    },
  );

  it('can be reopened once the payment was given up', async () => {
    const order = await aDeclinedOrder();
    const { id } = await pay(shop, order, 'requires_action');
    await shop.http.post(`/payments/${id}/cancellation`, undefined, order.proof);
    expect((await reopen(order)).status).toBe(201);
  });

  it('is one that was placed, whether its money is in, held or lost', async () => {
    const paid = await aPlacedOrder(shop, { shippingMethodId });
    await expectRefused(paid, 'order_not_payable', { orderStatus: 'placed' });
    const held = await anOrder(shop, { shippingMethodId });
    const payment = await pay(shop, held, 'authorize_expiring');
    await expectRefused(held, 'order_not_payable', { orderStatus: 'placed' });
    await shop.sql('UPDATE test_provider.charges SET settles_at = now() WHERE key = $1', [payment.id]);
    await operate(shop, staff, payment.id, 'captures');
    expect(await see(held)).toMatchObject({ status: 'placed', paymentStatus: 'none', isPayable: true });
    await expectRefused(held, 'order_not_payable', { orderStatus: 'placed' });
  });

  it('is one that has ended', async () => {
    const [canceled, expired] = [await aDeclinedOrder(), await aDeclinedOrder()];
    await cancel(canceled);
    await expectRefused(canceled, 'order_not_payable', { orderStatus: 'canceled' });
    await age(expired);
    await expireDue();
    await expectRefused(expired, 'order_not_payable', { orderStatus: 'expired' });
  });
});

describe('An order that is reopened 20 times at once', () => {
  it.each(['a guest', 'a customer'])('by %s opens one cart and frees the stock once', async (who) => {
    const customer = who === 'a customer' ? await aCustomer(shop) : undefined;
    const order = await aDeclinedOrder({ customer });
    const before = await openCarts();
    const answers = await meetingAtLock(shop, rowOf(order, 5), () =>
      Promise.all(Array.from({ length: 20 }, () => reopen(order))),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    const ids = new Set(answers.map(({ body }) => body.id));
    expect(ids.size).toBe(1);
    const opened = (await openCarts()).filter(({ id }) => !before.some((known) => known.id === id));
    expect(opened).toEqual([{ id: [...ids][0] }]);
    expect(units(await cartOf(opened[0].id, order))).toEqual({ [order.sku]: 2 });
    expect(await closings(order)).toHaveLength(1);
    expect(await order.stock()).toEqual(FREE);
  });
});

describe('An order that is reopened', () => {
  it('just before a payment begins takes none', async () => {
    const order = await aDeclinedOrder();
    const [reopened, paid] = await inTurn(
      order,
      () => reopen(order),
      () => startPayment(order),
    );
    expect(reopened.status).toBe(201);
    expect(paid.body).toMatchObject({ status: 409, code: 'order_not_payable', orderStatus: 'canceled' });
    expect(await see(order)).toMatchObject({ status: 'canceled', paymentStatus: 'failed' });
    expect(await order.stock()).toEqual(FREE);
  });

  it('just after a payment began stays, and is paid', async () => {
    const order = await aDeclinedOrder();
    const before = await openCarts();
    const [paid, reopened] = await inTurn(
      order,
      () => startPayment(order),
      () => reopen(order),
    );
    expect(paid.body).toMatchObject({ status: 'succeeded' });
    // PostgreSQL may let the payment's second transaction take the row before one that waits for it longer.
    expect(reopened.status).toBe(409);
    expect(['payment_in_progress', 'order_not_payable']).toContain(reopened.body.code);
    expect(await see(order)).toMatchObject({ status: 'placed', paymentStatus: 'paid' });
    expect(await openCarts()).toEqual(before);
    expect(await order.stock()).toEqual({ onHand: 0, reserved: 0 });
  });

  it('just before it is canceled keeps its cart, and ends once', async () => {
    const order = await aDeclinedOrder();
    const [reopened, canceled] = await inTurn(
      order,
      () => reopen(order),
      () => cancel(order),
    );
    expect([reopened.status, canceled.status]).toEqual([201, 200]);
    expect((await cartOf(reopened.body.id, order)).status).toBe('open');
    expect(await closings(order)).toHaveLength(1);
    expect(await order.stock()).toEqual(FREE);
  });

  it('just after it was canceled gets no cart', async () => {
    const order = await aDeclinedOrder();
    const before = await openCarts();
    const [canceled, reopened] = await inTurn(
      order,
      () => cancel(order),
      () => reopen(order),
    );
    expect(canceled.status).toBe(200);
    expect(reopened.body).toMatchObject({ status: 409, code: 'order_not_payable' });
    expect(await openCarts()).toEqual(before);
    expect(await closings(order)).toHaveLength(1);
    expect(await order.stock()).toEqual(FREE);
  });

  it('while it expires ends once, with a cart or without one', async () => {
    const orders = [];
    for (let made = 0; made < 8; made += 1) orders.push(await aDeclinedOrder());
    const before = await openCarts();
    for (const order of orders) await age(order);
    // The job begins with the longest overdue, the shoppers with the others: they meet in between.
    const reopening = orders.toReversed().map((order) => reopen(order));
    const [answers] = await Promise.all([Promise.all(reopening), expireDue(), expireDue()]);
    const ends = await Promise.all(orders.map(async (order) => (await see(order)).status));
    const told = answers.toReversed().map(({ status }) => (status === 201 ? 'canceled' : 'expired'));
    expect(ends).toEqual(told);
    const reopened = told.filter((end) => end === 'canceled').length;
    expect((await openCarts()).length - before.length).toBe(reopened);
    for (const order of orders) {
      expect(await closings(order)).toHaveLength(1);
      expect(await order.stock()).toEqual(FREE);
    }
  });
});

const rowOf = ({ id }: MadeOrder, waiters: number) => ({
  sql: 'SELECT FROM orders WHERE id = $1 FOR UPDATE',
  parameters: [id],
  waiters,
});

/** Makes two calls meet at the order's row, the first of them in front. */
function inTurn(order: MadeOrder, first: Call, second: Call) {
  return meetingAtLock(shop, rowOf(order, 2), async () => {
    const inFront = first();
    await eventually(async () => (await shop.sql(WAITING)).length > 0);
    return Promise.all([inFront, second()]);
  });
}
