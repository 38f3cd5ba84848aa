import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Transaction } from '../../src/common/database/transaction.js';
import { InventoryFacade } from '../../src/inventory/index.js';
import { ExpiryJobs } from '../../src/orders/closing/expiry.jobs.js';
import { OrdersFacade, type SecuredAs } from '../../src/orders/index.js';
import { aCustomer, aStaff } from '../support/builders/accounts.js';
import { aKey, anOrder, type MadeOrder, type OrderOptions } from '../support/builders/orders.js';
import { aVariant } from '../support/builders/products.js';
import { countsOf } from '../support/builders/stock.js';
import { expectNoneBroken } from '../support/invariants.js';
import { openShop, type TestShop } from '../support/shop.js';

let shop: TestShop;

// No worker: payments hear nothing here, so that each step of an order can be seen by itself.
beforeAll(async () => {
  shop = await openShop({ worker: false });
});

afterAll(() => shop.close());

const inTransaction = <T>(work: (orders: OrdersFacade) => Promise<T>): Promise<T> =>
  shop.get(Transaction).run(() => work(shop.get(OrdersFacade)));

const place = ({ id }: MadeOrder, as: SecuredAs): Promise<boolean> =>
  inTransaction(async (orders) => orders.place(await orders.lock(id), as));

const see = async (order: MadeOrder) => (await shop.http.get(`/orders/${order.id}`, order.proof)).body;

const cancel = (order: MadeOrder, body: object = {}, options: object = order.proof) =>
  shop.http.post(`/orders/${order.id}/cancellation`, body, options);

const expireDue = () => shop.get(ExpiryJobs).expireDue();

const age = (order: MadeOrder) =>
  shop.sql(`UPDATE orders SET expires_at = now() - interval '1 second' WHERE id = $1`, [order.id]);

const announced = async (order: MadeOrder) =>
  (await shop.sql('SELECT type, payload FROM outbox WHERE aggregate_id = $1 ORDER BY id', [order.id])).map(
    ({ type, payload }) => ({ type, ...payload }),
  );

/** An order of two units, of a variant that has no others. */
async function anOrderOfAll(options: OrderOptions = {}) {
  const { variantId } = await aVariant(shop, { onHand: 2 });
  const order = await anOrder(shop, { items: [{ variantId, quantity: 2 }], ...options });
  return { ...order, stock: () => countsOf(shop, variantId), variantId };
}

const HELD = { onHand: 2, reserved: 2 };
const FREE = { onHand: 2, reserved: 0 };
const SOLD = { onHand: 0, reserved: 0 };

describe('Canceling an unpaid order', () => {
  it('frees its stock and says so, once, however often it is asked', async () => {
    const order = await anOrderOfAll();
    const canceled = await cancel(order, { reason: 'ordered twice' });
    expect(canceled.status).toBe(200);
    expect(canceled.body).toMatchObject({
      id: order.id,
      status: 'canceled',
      closeRequestedAt: null,
      version: 2,
    });
    expect(await order.stock()).toEqual(FREE);
    const again = await cancel(order);
    expect([again.status, again.body]).toEqual([200, canceled.body]);
    expect(await announced(order)).toEqual([
      expect.objectContaining({ type: 'orders.order_created' }),
      expect.objectContaining({ type: 'orders.order_canceled', wasPaid: false, reason: 'ordered twice' }),
    ]);
  });

  it('is done by its customer, and by staff, and the history tells who', async () => {
    const [customer, staff] = [await aCustomer(shop), await aStaff(shop)];
    const historyAfter = async (order: MadeOrder, token: string) => {
      expect((await cancel(order, {}, { token })).status).toBe(200);
      const { body } = await shop.http.get(`/orders/${order.id}`, { token: staff.token });
      return body.history.at(-1);
    };
    const byCustomer = await historyAfter(await anOrder(shop, { customer }), customer.token);
    expect(byCustomer).toMatchObject({ type: 'canceled', actor: 'shopper', actorId: customer.user.id });
    const byStaff = await historyAfter(await anOrder(shop, { customer }), staff.token);
    expect(byStaff).toMatchObject({ type: 'canceled', actor: 'staff', actorId: staff.user.id });
  });

  it('is replayed under its key', async () => {
    const order = await anOrder(shop);
    const first = await cancel(order, {}, { ...order.proof, idempotencyKey: 'cancel' });
    const replayed = await cancel(order, {}, { ...order.proof, idempotencyKey: 'cancel' });
    expect(replayed.text).toBe(first.text);
    expect(replayed.headers['idempotency-replayed']).toBe('true');
  });

  it('needs no body', async () => {
    const order = await anOrder(shop);
    const canceled = await shop.http.post(`/orders/${order.id}/cancellation`, undefined, order.proof);
    expect([canceled.status, canceled.body.status]).toEqual([200, 'canceled']);
  });

  it('leaves nothing to pay', async () => {
    const order = await anOrder(shop);
    await cancel(order);
    const refused = await shop.http.post(
      `/orders/${order.id}/payments`,
      { provider: 'test', paymentMethod: 'success' },
      { ...order.proof, idempotencyKey: 'pay' },
    );
    expect([refused.status, refused.body.code]).toEqual([409, 'order_not_payable']);
  });

  it.each([
    { reason: '' },
    { reason: null },
    { reason: 'x'.repeat(201) },
    { reason: 1 },
    { status: 'canceled' },
  ])('refuses %j', async (body) => {
    const order = await anOrder(shop);
    expect((await cancel(order, body)).status).toBe(400);
    expect(await see(order)).toMatchObject({ status: 'pending_payment' });
  });
});

describe('Canceling while a payment is under way', () => {
  it.each([
    ['processing', 'paymentProcessing'],
    ['unknown', 'paymentUnknown'],
    ['review', 'paymentInReview'],
  ] as const)(
    'only asks to close when it is %s: stock stays held until nothing can be taken',
    async (_, verb) => {
      const order = await anOrderOfAll();
      await inTransaction((orders) => orders[verb](order.id));
      const asked = await cancel(order);
      expect(asked.status).toBe(200);
      expect(asked.body).toMatchObject({ status: 'pending_payment', closeRequestedAt: expect.any(String) });
      expect(await order.stock()).toEqual(HELD);
      expect((await announced(order)).at(-1)).toMatchObject({
        type: 'orders.order_close_requested',
        reason: 'canceled',
      });

      const again = await cancel(order);
      expect(again.body).toEqual(asked.body);

      await inTransaction((orders) => orders.close(order.id));
      expect(await see(order)).toMatchObject({
        status: 'canceled',
        paymentStatus: 'none',
        closeRequestedAt: null,
      });
      expect(await order.stock()).toEqual(FREE);
    },
  );

  it('ends the order with the attempt, when that fails', async () => {
    const order = await anOrderOfAll();
    await inTransaction((orders) => orders.paymentProcessing(order.id));
    await cancel(order);
    await inTransaction((orders) => orders.paymentFailed(order.id));
    expect(await see(order)).toMatchObject({ status: 'canceled', paymentStatus: 'failed' });
    expect(await order.stock()).toEqual(FREE);
  });

  it('places the order when the money came after all, and cancels it at once with the money to go back', async () => {
    const order = await anOrderOfAll();
    await inTransaction((orders) => orders.paymentProcessing(order.id));
    await cancel(order);
    expect(await place(order, 'paid')).toBe(true);
    expect(await see(order)).toMatchObject({
      status: 'canceled',
      paymentStatus: 'paid',
      closeRequestedAt: null,
    });
    expect(await order.stock()).toEqual(FREE);
    expect((await announced(order)).slice(-2)).toEqual([
      expect.objectContaining({ type: 'orders.order_placed' }),
      expect.objectContaining({ type: 'orders.order_canceled', wasPaid: true }),
    ]);
  });

  it('takes no other payment meanwhile', async () => {
    const order = await anOrder(shop);
    await inTransaction((orders) => orders.paymentProcessing(order.id));
    await cancel(order);
    const { isPayable } = await inTransaction((orders) => orders.lock(order.id));
    expect(isPayable).toBe(false);
  });
});

describe('Canceling a placed order', () => {
  it.each(['paid', 'authorized'] as const)(
    'that is %s puts the goods back, and asks for the money to go back',
    async (as) => {
      const order = await anOrderOfAll();
      await place(order, as);
      expect(await order.stock()).toEqual(SOLD);
      const canceled = await cancel(order);
      expect(canceled.body).toMatchObject({ status: 'canceled', paymentStatus: as });
      expect(await order.stock()).toEqual(FREE);
      expect((await announced(order)).at(-1)).toMatchObject({ type: 'orders.order_canceled', wasPaid: true });

      await inTransaction((orders) => orders.moneyChanged(order.id, as === 'paid' ? 'refunded' : 'none'));
      expect(await see(order)).toMatchObject({
        status: 'canceled',
        paymentStatus: as === 'paid' ? 'refunded' : 'none',
      });
    },
  );

  it('is refused once goods have left, to shopper and staff', async () => {
    const [order, staff] = [await anOrderOfAll(), await aStaff(shop)];
    await place(order, 'paid');
    const items = [{ itemId: order.items[0]!.id, quantity: 1 }];
    await shop.http.post(
      `/orders/${order.id}/fulfillments`,
      { items },
      { token: staff.token, idempotencyKey: aKey() },
    );
    for (const options of [order.proof, { token: staff.token }]) {
      const refused = await cancel(order, {}, options);
      expect([refused.status, refused.body.code]).toEqual([409, 'order_not_cancelable']);
    }
    expect(await order.stock()).toEqual(SOLD);
  });
});

describe('An order that is not paid in time', () => {
  it('expires, frees its stock and says so', async () => {
    const [order, waiting] = [await anOrderOfAll(), await anOrderOfAll()];
    await age(order);
    await expireDue();
    await expireDue();
    expect(await see(order)).toMatchObject({ status: 'expired', paymentStatus: 'none', version: 2 });
    expect(await order.stock()).toEqual(FREE);
    expect((await announced(order)).map(({ type }) => type)).toEqual([
      'orders.order_created',
      'orders.order_expired',
    ]);
    expect(await see(waiting)).toMatchObject({ status: 'pending_payment' });
    expect(await waiting.stock()).toEqual(HELD);
  });

  it('can be neither canceled nor paid any more', async () => {
    const order = await anOrderOfAll();
    await age(order);
    await expireDue();
    const refused = await cancel(order);
    expect([refused.status, refused.body.code]).toEqual([409, 'order_not_cancelable']);
    expect(await place(order, 'paid')).toBe(false);
    expect(await see(order)).toMatchObject({ status: 'expired', paymentStatus: 'none' });
    expect(await order.stock()).toEqual(FREE);
  });

  it('is asked to close while a payment is under way, once', async () => {
    const order = await anOrderOfAll();
    await inTransaction((orders) => orders.paymentUnknown(order.id));
    await age(order);
    await expireDue();
    await expireDue();
    expect(await see(order)).toMatchObject({
      status: 'pending_payment',
      closeRequestedAt: expect.any(String),
    });
    expect(await order.stock()).toEqual(HELD);
    const requests = (await announced(order)).filter(({ type }) => type === 'orders.order_close_requested');
    expect(requests).toEqual([expect.objectContaining({ reason: 'expired' })]);

    await inTransaction((orders) => orders.close(order.id));
    expect(await see(order)).toMatchObject({ status: 'expired', paymentStatus: 'none' });
    expect(await order.stock()).toEqual(FREE);
  });

  it('lives when the money came after all', async () => {
    const order = await anOrderOfAll();
    await inTransaction((orders) => orders.paymentProcessing(order.id));
    await age(order);
    await expireDue();
    expect(await place(order, 'paid')).toBe(true);
    expect(await see(order)).toMatchObject({
      status: 'placed',
      paymentStatus: 'paid',
      closeRequestedAt: null,
    });
    await inTransaction((orders) => orders.close(order.id));
    expect(await see(order)).toMatchObject({ status: 'placed' });
    expect(await order.stock()).toEqual(SOLD);
  });

  it('is canceled when a person asked for it too', async () => {
    const order = await anOrderOfAll();
    await inTransaction((orders) => orders.paymentProcessing(order.id));
    await age(order);
    await expireDue();
    await cancel(order);
    await inTransaction((orders) => orders.close(order.id));
    expect(await see(order)).toMatchObject({ status: 'canceled' });
  });

  it('keeps its stock longer once a payment begins late', async () => {
    const order = await anOrderOfAll();
    const left = async () =>
      (
        await shop.sql('SELECT extract(epoch FROM expires_at - now())::int AS s FROM orders WHERE id = $1', [
          order.id,
        ])
      )[0].s;
    await inTransaction((orders) => orders.paymentProcessing(order.id));
    expect(await left()).toBeLessThanOrEqual(900);
    await inTransaction((orders) => orders.paymentFailed(order.id));
    await shop.sql(`UPDATE orders SET expires_at = now() + interval '1 minute' WHERE id = $1`, [order.id]);
    await inTransaction((orders) => orders.paymentProcessing(order.id));
    expect(await left()).toBeGreaterThan(890);
  });

  it('holds its stock for an hour at most, however often a payment is tried', async () => {
    const order = await anOrderOfAll();
    await shop.sql(
      `UPDATE orders SET created_at = now() - interval '58 minutes', expires_at = now() + interval '1 minute'
       WHERE id = $1`,
      [order.id],
    );
    for (let attempt = 1; attempt <= 2; attempt++) {
      await inTransaction((orders) => orders.paymentProcessing(order.id));
      await inTransaction((orders) => orders.paymentFailed(order.id));
    }
    const [{ held }] = await shop.sql(
      'SELECT extract(epoch FROM expires_at - created_at)::int AS held FROM orders WHERE id = $1',
      [order.id],
    );
    expect(held).toBe(60 * 60);
  });

  it('does not keep others from expiring when it cannot be ended itself', async () => {
    const [broken, order] = [await anOrderOfAll(), await anOrderOfAll()];
    await shop.sql(
      `ALTER TABLE order_events ADD CONSTRAINT planted CHECK (type <> 'expired' OR order_id <> '${broken.id}')`,
    );
    await age(broken);
    await age(order);
    await expireDue();
    expect(await see(order)).toMatchObject({ status: 'expired' });
    expect(await see(broken)).toMatchObject({ status: 'pending_payment' });
    await shop.sql('ALTER TABLE order_events DROP CONSTRAINT planted');
    await expireDue();
    expect(await see(broken)).toMatchObject({ status: 'expired' });
  });
});

describe('Money for an order whose hold on stock was lost', () => {
  const loseHold = ({ id }: MadeOrder) =>
    shop.get(Transaction).run(() => shop.get(InventoryFacade).release(id));

  it('reserves again while there is stock', async () => {
    const order = await anOrderOfAll();
    await loseHold(order);
    expect(await place(order, 'paid')).toBe(true);
    expect(await see(order)).toMatchObject({ status: 'placed' });
    expect(await order.stock()).toEqual(SOLD);
  });

  it('is given back when the stock is gone, and the order ends', async () => {
    const order = await anOrderOfAll();
    await loseHold(order);
    await anOrder(shop, { items: [{ variantId: order.variantId, quantity: 1 }] });
    expect(await place(order, 'paid')).toBe(false);
    expect(await see(order)).toMatchObject({ status: 'canceled' });
    expect(await order.stock()).toEqual({ onHand: 2, reserved: 1 });
    expect((await announced(order)).at(-1)).toMatchObject({ wasPaid: false, reason: 'out of stock' });
  });
});

describe('An order hears of its money', () => {
  it('twice as well as once', async () => {
    const order = await anOrderOfAll();
    expect(await place(order, 'authorized')).toBe(true);
    expect(await place(order, 'authorized')).toBe(true);
    expect(await place(order, 'paid')).toBe(true);
    await inTransaction((orders) => orders.moneyChanged(order.id, 'paid'));
    expect((await announced(order)).map(({ type, paymentStatus }) => [type, paymentStatus])).toEqual([
      ['orders.order_created', undefined],
      ['orders.order_placed', 'authorized'],
      ['orders.order_payment_changed', 'paid'],
    ]);
    expect(await see(order)).toMatchObject({ status: 'placed', paymentStatus: 'paid', version: 3 });
  });

  it('but never the impossible', async () => {
    const order = await anOrderOfAll();
    await expect(inTransaction((orders) => orders.moneyChanged(order.id, 'refunded'))).rejects.toThrow(
      'A paymentStatus of an order that is none cannot become refunded',
    );
    await place(order, 'paid');
    await expect(inTransaction((orders) => orders.paymentProcessing(order.id))).rejects.toThrow(
      'A paymentStatus of an order that is paid cannot become processing',
    );
  });
});

describe('After all of this', () => {
  it('orders and stock hold together', async () => {
    await expectNoneBroken(shop, 'orders', 'inventory');
  });
});
