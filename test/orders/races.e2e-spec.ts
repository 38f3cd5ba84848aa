import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Transaction } from '../../src/common/database/transaction.js';
import { ExpiryJobs } from '../../src/orders/closing/expiry.jobs.js';
import { OrdersFacade } from '../../src/orders/index.js';
import { aStaff, type SignedInAccount } from '../support/builders/accounts.js';
import { aReadyCart } from '../support/builders/carts.js';
import { aKey, anOrder, aPlacedOrder, type MadeOrder, pay } from '../support/builders/orders.js';
import { aVariant } from '../support/builders/products.js';
import { aShippingMethod } from '../support/builders/shipping.js';
import { countsOf } from '../support/builders/stock.js';
import { eventually } from '../support/eventually.js';
import type { HttpAnswer } from '../support/http-client.js';
import { expectNoneBroken } from '../support/invariants.js';
import { openShop, type TestShop } from '../support/shop.js';

let shop: TestShop;
let shippingMethodId: string;

beforeAll(async () => {
  // A crowd may wait for connections here: what is shed under load is another test's matter.
  shop = await openShop({ env: { TEST_PROVIDER_DELAY_MS: '50', DATABASE_POOL_WAIT_MS: '20000' } });
  await shop.listen();
  shippingMethodId = await aShippingMethod(shop);
});

afterAll(() => shop.close());

/** Opens every connection first, to shop and database, so that what follows comes at once and not one by one. */
async function atOnce<T>(times: number, work: (index: number) => Promise<T>): Promise<T[]> {
  const each = Array.from({ length: times }, (_, index) => index);
  await Promise.all(
    each.flatMap(() => [shop.network.get('/health/live'), shop.sql('SELECT pg_sleep(0.02)')]),
  );
  return Promise.all(each.map((index) => work(index)));
}

const place = (cartId: string, idempotencyKey: string, body: object = {}) =>
  shop.network.post('/orders', { cartId, ...body }, { idempotencyKey });

const cartOf = (variantId: string) => aReadyCart(shop, { items: [{ variantId }], shippingMethodId });

const statuses = (answers: readonly HttpAnswer[]) => new Set(answers.map(({ status }) => status));

const announced = async (type: string, orderId: string) =>
  (await shop.sql('SELECT payload FROM outbox WHERE type = $1 AND aggregate_id = $2', [type, orderId]))
    .length;

const age = ({ id }: Pick<MadeOrder, 'id'>) =>
  shop.sql(`UPDATE orders SET expires_at = now() - interval '1 second' WHERE id = $1`, [id]);

const sendBy = ({ token }: SignedInAccount, { id }: MadeOrder, body: object = {}) =>
  shop.network.post(`/orders/${id}/fulfillments`, body, { token, idempotencyKey: aKey() });

const see = async (order: MadeOrder) => (await shop.network.get(`/orders/${order.id}`, order.proof)).body;

describe('One cart', () => {
  it('that is ordered 50 times at once, with a key each time, becomes one order', async () => {
    const { variantId } = await aVariant(shop, { onHand: 100 });
    const cartId = await cartOf(variantId);
    const answers = await atOnce(50, () => place(cartId, aKey()));
    expect(statuses(answers)).toEqual(new Set([201]));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(new Set(answers.map(({ body }) => body.accessToken)).size).toBe(1);
    expect(answers.filter(({ headers }) => headers['idempotency-replayed'])).toEqual([]);
    expect(await countsOf(shop, variantId)).toEqual({ onHand: 100, reserved: 1 });
    expect(await announced('orders.order_created', answers[0]!.body.id)).toBe(1);
  });

  it('that is ordered 50 times at once with one key is ordered once, and answered in the same bytes', async () => {
    const { variantId } = await aVariant(shop, { onHand: 100 });
    const cartId = await cartOf(variantId);
    const answers = await atOnce(50, () => place(cartId, 'the-one-key'));
    expect(answers.filter(({ status }) => status !== 201 && status !== 409)).toEqual([]);
    const done = answers.filter(({ status }) => status === 201);
    expect(new Set(done.map(({ text }) => text)).size).toBe(1);
    expect(done.filter(({ headers }) => headers['idempotency-replayed'] === undefined)).toHaveLength(1);
    for (const { body, headers } of answers.filter(({ status }) => status === 409)) {
      expect(body.code).toBe('idempotency_key_in_flight');
      expect(headers['retry-after']).toBe('1');
    }
    const later = await place(cartId, 'the-one-key');
    expect([later.status, later.text]).toEqual([201, done[0]!.text]);
    expect(await countsOf(shop, variantId)).toEqual({ onHand: 100, reserved: 1 });
  });
});

describe('Guests who all send the same key at once', () => {
  it('get an order each, of their own cart', async () => {
    const { variantId } = await aVariant(shop, { onHand: 100 });
    const carts = await atOnce(12, () => cartOf(variantId));
    const answers = await atOnce(12, (index) => place(carts[index]!, '1'));
    expect(statuses(answers)).toEqual(new Set([201]));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(12);
    expect(new Set(answers.map(({ body }) => body.accessToken)).size).toBe(12);
    expect(answers.filter(({ headers }) => headers['idempotency-replayed'])).toEqual([]);
    for (const [index, { body }] of answers.entries()) {
      const [row] = await shop.sql('SELECT cart_id FROM orders WHERE id = $1', [body.id]);
      expect(row.cart_id).toBe(carts[index]);
    }
  });
});

describe('Prices that change while shoppers order', () => {
  it('are never charged to one who agreed to another', async () => {
    // The price goes to and fro between 10.00 and 10.01.
    const { variantId } = await aVariant(shop, { price: 1000, onHand: 1000 });
    const staff = await aStaff(shop);
    const setPrice = (amount: number) =>
      shop.network.patch(
        `/variants/${variantId}`,
        { prices: [{ amount, currency: 'USD' }] },
        { token: staff.token },
      );

    const soldOut = new AbortController();
    const repricing = (async () => {
      for (let amount = 1001; !soldOut.signal.aborted; amount = 2001 - amount) await setPrice(amount);
    })();
    const agreeAndOrder = async () => {
      const cartId = await cartOf(variantId);
      const { total } = (await shop.network.get(`/carts/${cartId}`)).body.totals;
      const { status, body } = await place(cartId, aKey(), { expectedTotal: total });
      if (status === 201) expect(body.totals.total).toEqual(total);
      else
        expect(body).toMatchObject({
          code: 'price_changed',
          totals: { total: expect.not.objectContaining(total) },
        });
      return status;
    };

    const seen = new Set<number>();
    try {
      for (let round = 0; round < 40 && seen.size < 2; round += 1) {
        for (const status of await atOnce(4, agreeAndOrder)) seen.add(status);
      }
    } finally {
      soldOut.abort();
      await repricing;
    }
    // The run is worth something only if both endings came up.
    expect(seen).toEqual(new Set([201, 409]));
  });

  it('do not touch what an order costs when it is paid', async () => {
    const { variantId } = await aVariant(shop, { price: 1000 });
    const order = await anOrder(shop, { items: [{ variantId }], shippingMethodId });
    const staff = await aStaff(shop);
    const prices = [{ amount: 9999, currency: 'USD' }];
    await shop.network.patch(`/variants/${variantId}`, { prices }, { token: staff.token });
    expect((await pay(shop, order, 'success')).amount).toEqual(order.total);
  });
});

describe('An order that is canceled 20 times at once', () => {
  const cancelAll = (order: MadeOrder) =>
    atOnce(20, () => shop.network.post(`/orders/${order.id}/cancellation`, {}, order.proof));

  it('gives its stock back once, unpaid', async () => {
    const { variantId } = await aVariant(shop, { onHand: 5 });
    const order = await anOrder(shop, { items: [{ variantId, quantity: 3 }], shippingMethodId });
    await anOrder(shop, { items: [{ variantId, quantity: 2 }], shippingMethodId });
    const answers = await cancelAll(order);
    expect(statuses(answers)).toEqual(new Set([200]));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(await countsOf(shop, variantId)).toEqual({ onHand: 5, reserved: 2 });
    expect(await announced('orders.order_canceled', order.id)).toBe(1);
  });

  it('gives stock and money back once, paid', async () => {
    const { variantId } = await aVariant(shop, { onHand: 5 });
    const order = await aPlacedOrder(shop, { items: [{ variantId, quantity: 3 }], shippingMethodId });
    expect(await countsOf(shop, variantId)).toEqual({ onHand: 2, reserved: 0 });
    expect(statuses(await cancelAll(order))).toEqual(new Set([200]));
    expect(await countsOf(shop, variantId)).toEqual({ onHand: 5, reserved: 0 });
    expect(await announced('orders.order_canceled', order.id)).toBe(1);
    await eventually(async () => (await see(order)).paymentStatus === 'refunded');
    const payments = await shop.network.get(`/orders/${order.id}/payments`, order.proof);
    expect(payments.body.items).toEqual([expect.objectContaining({ refundedAmount: order.total })]);
  });
});

describe('Goods that are sent by many hands at once', () => {
  it('are never more than were ordered', async () => {
    const { variantId } = await aVariant(shop, { onHand: 5 });
    const staff = await aStaff(shop);
    const order = await aPlacedOrder(shop, { items: [{ variantId, quantity: 5 }], shippingMethodId });
    const items = [{ itemId: order.items[0]!.id, quantity: 2 }];
    const answers = await atOnce(8, () => sendBy(staff, order, { items }));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(2);
    expect(new Set(answers.filter(({ status }) => status !== 200).map(({ body }) => body.code))).toEqual(
      new Set(['fulfillment_exceeds_ordered']),
    );
    const seen = await see(order);
    expect(seen).toMatchObject({ status: 'placed', fulfillmentStatus: 'partially_fulfilled' });
    expect(seen.items[0].fulfilledQuantity).toBe(4);
    expect(seen.fulfillments).toHaveLength(2);
  });

  it('are either sent or canceled', async () => {
    const staff = await aStaff(shop);
    for (let round = 0; round < 8; round += 1) {
      const { variantId } = await aVariant(shop, { onHand: 1 });
      const order = await aPlacedOrder(shop, { items: [{ variantId }], shippingMethodId });
      const [sent, canceled] = await Promise.all([
        sendBy(staff, order),
        shop.network.post(`/orders/${order.id}/cancellation`, {}, order.proof),
      ]);
      expect(new Set([sent.status, canceled.status])).toEqual(new Set([200, 409]));
      const isSent = sent.status === 200;
      expect((await see(order)).status).toBe(isSent ? 'completed' : 'canceled');
      expect(await countsOf(shop, variantId)).toEqual({ onHand: isSent ? 0 : 1, reserved: 0 });
    }
  });
});

describe('Money that comes while the order expires', () => {
  it('is kept for a living order, or given back for a dead one', async () => {
    const { variantId } = await aVariant(shop, { onHand: 12 });
    const orders = await atOnce(12, () => anOrder(shop, { items: [{ variantId }], shippingMethodId }));
    await Promise.all(
      orders.map(async (order) => {
        await pay(shop, order, 'delayed_success');
        await age(order);
        await shop.get(ExpiryJobs).expireDue();
      }),
    );
    const ends = await eventually(async () => {
      const seen = await Promise.all(orders.map(see));
      expect(seen.filter(({ status }) => status === 'pending_payment')).toEqual([]);
      return seen;
    }, 20_000);
    for (const { status, paymentStatus, closeRequestedAt } of ends) {
      expect([`${status} ${paymentStatus}`]).toEqual([
        expect.stringMatching(/^placed paid$|^expired (none|refunded)$/),
      ]);
      expect(closeRequestedAt).toBeNull();
    }
    const placed = ends.filter(({ status }) => status === 'placed').length;
    expect(await countsOf(shop, variantId)).toEqual({ onHand: 12 - placed, reserved: 0 });
  });

  it('leaves books that hold together', () => shop.doctor());

  it('places it or finds it dead, never both', async () => {
    const facade = shop.get(OrdersFacade);
    const { variantId } = await aVariant(shop, { onHand: 24 });
    const orders = await atOnce(24, () => anOrder(shop, { items: [{ variantId }], shippingMethodId }));
    for (const order of orders) await age(order);
    const secure = ({ id }: MadeOrder) =>
      shop.get(Transaction).run(async () => {
        const order = await facade.lock(id);
        return facade.place(order, 'paid');
      });

    // The job begins with the longest overdue, the money with the others: they meet in between.
    const expiring = [shop.get(ExpiryJobs).expireDue(), shop.get(ExpiryJobs).expireDue()];
    const kept: boolean[] = [];
    for (const order of orders.toReversed()) kept.unshift(await secure(order));
    await Promise.all(expiring);

    const ends = await Promise.all(orders.map(async (order) => (await see(order)).status));
    expect(ends).toEqual(kept.map((isKept) => (isKept ? 'placed' : 'expired')));
    expect(new Set(kept).size).toBe(2);
    const placed = kept.filter(Boolean).length;
    expect(await countsOf(shop, variantId)).toEqual({ onHand: 24 - placed, reserved: 0 });
    await expectNoneBroken(shop, 'orders', 'inventory');
  });
});
