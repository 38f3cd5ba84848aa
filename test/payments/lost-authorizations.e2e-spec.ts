import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ExpiryJobs } from '../../src/orders/closing/expiry.jobs.js';
import { WebhookScheduler } from '../../src/payments/providers/test/webhook-scheduler.js';
import type { SignedInAccount } from '../support/builders/accounts.js';
import { aKey, anOrder, type MadeOrder, pay } from '../support/builders/orders.js';
import {
  anAuthorizedPayment,
  anEvent,
  chargesOf,
  clearingOf,
  openPaymentsShop,
  operate,
  orderOf,
  paymentOf,
  recover,
  sendWebhook,
  settled,
} from '../support/builders/payments.js';
import { availableUnits, aVariant } from '../support/builders/products.js';
import { aShippingMethod } from '../support/builders/shipping.js';
import { eventually } from '../support/eventually.js';
import { settleJobs } from '../support/jobs.js';
import type { TestShop } from '../support/shop.js';

let shop: TestShop;
let staff: SignedInAccount;

beforeAll(async () => {
  ({ shop, staff } = await openPaymentsShop({ env: { ORDER_REPAYMENT_TTL_HOURS: '48' } }));
});
afterEach(() => shop.doctor());
afterAll(() => shop.close());

/** The provider ends the authorizations of the order, and says nothing. */
const endAtProvider = (order: MadeOrder) =>
  shop.sql('UPDATE test_provider.charges SET settles_at = now() WHERE order_reference = $1', [order.id]);
const tell = (paymentId: string) => sendWebhook(shop, anEvent({ key: paymentId }));
const fulfill = (order: MadeOrder) =>
  shop.http.post(`/orders/${order.id}/fulfillments`, {}, { token: staff.token, idempotencyKey: aKey() });
const cancel = (order: MadeOrder) => shop.http.post(`/orders/${order.id}/cancellation`, {}, order.proof);
const historyOf = async (order: MadeOrder) =>
  (await shop.http.get(`/orders/${order.id}`, { token: staff.token })).body.history;
const isOver = (order: MadeOrder) =>
  shop.sql("UPDATE orders SET expires_at = now() - interval '1 second' WHERE id = $1", [order.id]);
const expire = () => shop.get(ExpiryJobs).expireDue();
const facts = (order: MadeOrder, type: string) =>
  shop.sql('SELECT payload FROM outbox WHERE aggregate_id = $1 AND type = $2', [order.id, type]);

/** A placed order of the only unit, whose authorization has lapsed, or was voided, at the provider. */
async function aLostAuthorization(method = 'authorize_expiring') {
  const { variantId } = await aVariant(shop, { onHand: 1 });
  const order = await anOrder(shop, { items: [{ variantId }] });
  const payment = await pay(shop, order, method);
  expect(await orderOf(shop, order)).toMatchObject({
    status: 'placed',
    paymentStatus: 'authorized',
    isPayable: false,
  });
  await endAtProvider(order);
  await tell(payment.id);
  await settled(shop, order, payment.id, 'canceled');
  return { variantId, order, payment };
}

describe('An authorization that ends at the provider', () => {
  it.each([
    ['lapses', 'authorize_expiring', 'authorization_expired'],
    ['is voided', 'authorize_voided', 'authorization_voided'],
  ])('because it %s leaves a placed order that can be paid again', async (_, method, code) => {
    const { order, payment, variantId } = await aLostAuthorization(method);
    expect(await paymentOf(shop, order, payment.id)).toMatchObject({ status: 'canceled', failure: { code } });
    const waiting = await orderOf(shop, order);
    expect(waiting).toMatchObject({ status: 'placed', paymentStatus: 'none', isPayable: true });
    const hours = (Date.parse(waiting.expiresAt) - Date.now()) / 3_600_000;
    expect(Math.ceil(hours)).toBe(48);
    expect(await availableUnits(shop, variantId)).toBe(0);

    const again = await pay(shop, order, 'success');
    expect(again.status).toBe('succeeded');
    expect(await orderOf(shop, order)).toMatchObject({
      status: 'placed',
      paymentStatus: 'paid',
      isPayable: false,
    });
    expect(await clearingOf(shop, order.id)).toBe(order.total.amount);
    expect((await fulfill(order)).body).toMatchObject({
      status: 'completed',
      fulfillmentStatus: 'fulfilled',
    });
  });

  it('is told to staff: by an event, in the history and as a figure', async () => {
    const { order } = await aLostAuthorization();
    expect(await facts(order, 'orders.order_authorization_lost')).toMatchObject([
      { payload: { orderId: order.id, lost: order.total } },
    ]);
    expect((await historyOf(order)).at(-1)).toMatchObject({
      type: 'authorization_lost',
      status: 'placed',
      paymentStatus: 'none',
      actor: 'system',
      note: 'The authorization lapsed before the money was captured.',
    });
    const figure = await eventually(async () => {
      const { text } = await shop.http.get('/metrics');
      return /^cartwright_authorizations_lost_total ([1-9]\d*)$/m.exec(text);
    });
    expect(figure).not.toBeNull();
    const found = await shop.http.get('/orders?status=placed&paymentStatus=none', { token: staff.token });
    expect(found.body.items.map(({ id }: MadeOrder) => id)).toContain(order.id);
  });

  it('is told by a signed webhook of the provider itself', async () => {
    const order = await anOrder(shop);
    const payment = await pay(shop, order, 'authorize_expiring');
    await endAtProvider(order);
    await shop.sql(
      `UPDATE test_provider.webhooks SET deliver_at = now() WHERE charge_reference =
         (SELECT reference FROM test_provider.charges WHERE key = $1)`,
      [payment.id],
    );
    shop.get(WebhookScheduler).wakeIn(0);
    await settled(shop, order, payment.id, 'canceled');
    expect(await orderOf(shop, order)).toMatchObject({ paymentStatus: 'none', isPayable: true });
  });

  it('is found by recovery where no webhook comes', async () => {
    const order = await anOrder(shop);
    const payment = await pay(shop, order, 'authorize_expiring');
    await recover(shop);
    await settleJobs(shop);
    expect(await paymentOf(shop, order, payment.id)).toMatchObject({ status: 'authorized' });
    await endAtProvider(order);
    await recover(shop);
    await settled(shop, order, payment.id, 'canceled');
    expect(await orderOf(shop, order)).toMatchObject({ paymentStatus: 'none', isPayable: true });
  });

  it('is found by the capture that the provider refuses', async () => {
    const order = await anOrder(shop);
    const payment = await pay(shop, order, 'authorize_expiring');
    await endAtProvider(order);
    const refused = await operate(shop, staff, payment.id, 'captures', {});
    expect([refused.status, refused.body.status]).toEqual([201, 'failed']);
    expect(await paymentOf(shop, order, payment.id)).toMatchObject({ status: 'canceled' });
    expect(await orderOf(shop, order)).toMatchObject({ status: 'placed', isPayable: true });
    expect(await chargesOf(shop, order.id)).toMatchObject([{ captured: 0 }]);
  });

  it('says the same again and again, and changes nothing more', async () => {
    const { order, payment } = await aLostAuthorization();
    const { version } = await orderOf(shop, order);
    await tell(payment.id);
    await settleJobs(shop);
    expect((await orderOf(shop, order)).version).toBe(version);
    await pay(shop, order, 'success');
    await tell(payment.id);
    await settleJobs(shop);
    expect(await orderOf(shop, order)).toMatchObject({ status: 'placed', paymentStatus: 'paid' });
  });

  it('may be paid by staff, and by nobody without proof', async () => {
    const { order } = await aLostAuthorization();
    const body = { provider: 'test', paymentMethod: 'success' };
    const stranger = await shop.http.post(`/orders/${order.id}/payments`, body, { idempotencyKey: aKey() });
    expect(stranger.status).toBe(404);
    const byStaff = await shop.http.post(`/orders/${order.id}/payments`, body, {
      token: staff.token,
      idempotencyKey: aKey(),
    });
    expect([byStaff.status, byStaff.body.status]).toEqual([201, 'succeeded']);
  });

  it('may be lost again, and be paid after a decline', async () => {
    const { order } = await aLostAuthorization();
    expect((await pay(shop, order, 'decline')).status).toBe('failed');
    const second = await pay(shop, order, 'authorize_voided');
    expect(await orderOf(shop, order)).toMatchObject({ status: 'placed', paymentStatus: 'authorized' });
    await endAtProvider(order);
    await tell(second.id);
    await settled(shop, order, second.id, 'canceled');
    await pay(shop, order, 'success');
    expect(await orderOf(shop, order)).toMatchObject({ status: 'placed', paymentStatus: 'paid' });
    expect(await facts(order, 'orders.order_placed')).toHaveLength(1);
    expect(await facts(order, 'orders.order_authorization_lost')).toHaveLength(2);
  });

  it('keeps goods on their shelf until it is paid again', async () => {
    const { order } = await aLostAuthorization();
    const refused = await fulfill(order);
    expect([refused.status, refused.body.code]).toEqual([409, 'order_not_fulfillable']);
  });
});

describe('An order that is not paid again', () => {
  it('is canceled after its time, and its stock is free', async () => {
    const { order, variantId } = await aLostAuthorization();
    await expire();
    expect(await orderOf(shop, order)).toMatchObject({ status: 'placed' });
    await isOver(order);
    await expire();
    expect(await orderOf(shop, order)).toMatchObject({
      status: 'canceled',
      paymentStatus: 'none',
      isPayable: false,
    });
    expect((await historyOf(order)).at(-1)).toMatchObject({
      type: 'canceled',
      note: 'not paid again in time',
    });
    expect(await availableUnits(shop, variantId)).toBe(1);
    await settleJobs(shop);
    expect(await clearingOf(shop, order.id)).toBe(0);
  });

  it('is canceled when its buyer does not want it any more', async () => {
    const { order, variantId } = await aLostAuthorization();
    expect((await cancel(order)).body).toMatchObject({ status: 'canceled' });
    expect(await availableUnits(shop, variantId)).toBe(1);
  });

  it('waits for the payment that is under way, which is stopped', async () => {
    const { order, variantId } = await aLostAuthorization();
    const open = await pay(shop, order, 'delayed_success');
    await isOver(order);
    await expire();
    await eventually(async () => (await orderOf(shop, order)).status === 'canceled');
    expect(await paymentOf(shop, order, open.id)).toMatchObject({ status: 'canceled' });
    expect(await availableUnits(shop, variantId)).toBe(1);
    expect(await facts(order, 'orders.order_close_requested')).toHaveLength(1);
  });

  it('stays placed when the payment that was to be stopped had succeeded', async () => {
    const { order } = await aLostAuthorization();
    await pay(shop, order, 'delayed_success');
    await shop.sql(
      "UPDATE test_provider.charges SET settles_at = now() WHERE order_reference = $1 AND status = 'processing'",
      [order.id],
    );
    await isOver(order);
    await expire();
    await eventually(async () => (await orderOf(shop, order)).paymentStatus === 'paid');
    expect(await orderOf(shop, order)).toMatchObject({ status: 'placed', closeRequestedAt: null });
  });

  it('gives late money back, once', async () => {
    const { order, variantId } = await aLostAuthorization();
    const declined = await pay(shop, order, 'decline');
    await isOver(order);
    await expire();
    await shop.sql(
      `WITH taken AS (
         UPDATE test_provider.charges SET status = 'succeeded', captured = amount WHERE key = $1 RETURNING *
       )
       INSERT INTO test_provider.movements (reference, charge_reference, key, kind, amount)
       SELECT 'late_' || reference, reference, 'late_' || reference, 'capture', amount FROM taken`,
      [declined.id],
    );
    await tell(declined.id);
    await eventually(async () => (await orderOf(shop, order)).paymentStatus === 'refunded');
    await settleJobs(shop);
    expect(await orderOf(shop, order)).toMatchObject({ status: 'canceled', paymentStatus: 'refunded' });
    expect(await clearingOf(shop, order.id)).toBe(0);
    expect(await availableUnits(shop, variantId)).toBe(1);
  });

  it('is never ended by the clock once some of it was sent', async () => {
    const { variantId } = await aVariant(shop, { onHand: 2 });
    const order = await anOrder(shop, { items: [{ variantId, quantity: 2 }] });
    const payment = await pay(shop, order, 'authorize_expiring');
    const body = { items: [{ itemId: order.items[0]!.id, quantity: 1 }] };
    await shop.http.post(`/orders/${order.id}/fulfillments`, body, {
      token: staff.token,
      idempotencyKey: aKey(),
    });
    await endAtProvider(order);
    await tell(payment.id);
    await settled(shop, order, payment.id, 'canceled');
    await isOver(order);
    await expire();
    expect(await orderOf(shop, order)).toMatchObject({ status: 'placed', isPayable: true });
    await pay(shop, order, 'success');
    expect((await fulfill(order)).body).toMatchObject({ status: 'completed', paymentStatus: 'paid' });
  });

  it('completes with its money when all of it was sent before', async () => {
    const order = await anOrder(shop);
    const payment = await pay(shop, order, 'authorize_expiring');
    await fulfill(order);
    await endAtProvider(order);
    await tell(payment.id);
    await settled(shop, order, payment.id, 'canceled');
    await pay(shop, order, 'success');
    expect(await orderOf(shop, order)).toMatchObject({ status: 'completed', paymentStatus: 'paid' });
  });
});

describe('An order of which nothing is due before it is paid again', () => {
  /** A gift that costs nothing is left, and an attempt to pay the rest is under way. */
  async function anOrderOfAGift(method: string) {
    const [tee, gift] = [await aVariant(shop), await aVariant(shop, { price: 0 })];
    const shippingMethodId = await aShippingMethod(shop, { rates: [{ price: 0 }] });
    const items = [{ variantId: tee.variantId }, { variantId: gift.variantId }];
    const order = await anOrder(shop, { items, shippingMethodId });
    const held = await pay(shop, order, 'authorize_expiring');
    await endAtProvider(order);
    await tell(held.id);
    await settled(shop, order, held.id, 'canceled');
    const open = await pay(shop, order, method);
    const canceled = await shop.http.post(
      `/orders/${order.id}/cancellation`,
      { items: [{ itemId: order.items[0]!.id, quantity: 1 }] },
      { token: staff.token, idempotencyKey: aKey() },
    );
    expect(canceled.body).toMatchObject({ status: 'placed', isPayable: false, canceledAmount: order.total });
    return { order, open };
  }
  const PAID = { status: 'placed', paymentStatus: 'paid', closeRequestedAt: null };
  /** As it stands once it counts as paid. */
  const counted = (order: MadeOrder) =>
    eventually(async () => {
      const seen = await orderOf(shop, order);
      if (seen.paymentStatus !== 'paid') throw new Error(`Its payment is ${seen.paymentStatus}`);
      return seen;
    });

  it('counts as paid once the attempt is stopped, and completes when it is sent', async () => {
    const { order, open } = await anOrderOfAGift('delayed_success');
    await recover(shop);
    await settled(shop, order, open.id, 'canceled');
    expect(await counted(order)).toMatchObject(PAID);
    expect((await fulfill(order)).body).toMatchObject({ status: 'completed' });
  });

  it('counts as paid once the attempt fails', async () => {
    const { order, open } = await anOrderOfAGift('requires_action');
    await shop.sql("UPDATE test_provider.charges SET status = 'failed' WHERE key = $1", [open.id]);
    await tell(open.id);
    await settled(shop, order, open.id, 'failed');
    expect(await counted(order)).toMatchObject(PAID);
  });

  it('is not ended by the clock, which had asked for it before', async () => {
    const { order, open } = await anOrderOfAGift('delayed_success');
    await isOver(order);
    await expire();
    await settled(shop, order, open.id, 'canceled');
    expect(await counted(order)).toMatchObject(PAID);
  });

  it('is canceled when a person asks for it meanwhile', async () => {
    const { order } = await anOrderOfAGift('delayed_success');
    await cancel(order);
    await eventually(async () => expect((await orderOf(shop, order)).status).toBe('canceled'));
    expect(await clearingOf(shop, order.id)).toBe(0);
  });

  it('gives back what comes after all', async () => {
    const { order, open } = await anOrderOfAGift('delayed_success');
    await shop.sql('UPDATE test_provider.charges SET settles_at = now() WHERE key = $1', [open.id]);
    await tell(open.id);
    await eventually(async () => expect((await orderOf(shop, order)).paymentStatus).toBe('refunded'));
    expect(await clearingOf(shop, order.id)).toBe(0);
    expect((await fulfill(order)).body).toMatchObject({ status: 'completed' });
  });
});

describe('At the same moment', () => {
  const each = Array.from({ length: 8 }, (_, index) => index);

  beforeAll(() => shop.listen());

  it('many payments of such an order take its money once', async () => {
    const { order } = await aLostAuthorization();
    const body = { provider: 'test', paymentMethod: 'success' };
    const answers = await Promise.all(
      each.map(() =>
        shop.network.post(`/orders/${order.id}/payments`, body, { ...order.proof, idempotencyKey: aKey() }),
      ),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status !== 201 && status !== 409)).toEqual([]);
    expect(await clearingOf(shop, order.id)).toBe(order.total.amount);
  });

  it.each(each.slice(0, 4))(
    'the end of its time and a payment agree on what becomes of it (%i)',
    async () => {
      const { order, variantId } = await aLostAuthorization();
      await isOver(order);
      const body = { provider: 'test', paymentMethod: 'success' };
      await Promise.all([
        shop.network.post(`/orders/${order.id}/payments`, body, { ...order.proof, idempotencyKey: aKey() }),
        expire(),
      ]);
      await eventually(async () => (await orderOf(shop, order)).closeRequestedAt === null);
      await settleJobs(shop);
      const { status, paymentStatus } = await orderOf(shop, order);
      const isKept = status === 'placed';
      expect([status, paymentStatus]).toEqual(isKept ? ['placed', 'paid'] : ['canceled', expect.any(String)]);
      expect(await clearingOf(shop, order.id)).toBe(isKept ? order.total.amount : 0);
      expect(await availableUnits(shop, variantId)).toBe(isKept ? 0 : 1);
    },
  );

  it.each(each.slice(0, 4))('its end at the provider and its capture agree (%i)', async () => {
    const order = await anOrder(shop);
    const { id } = await anAuthorizedPayment(shop, order);
    const path = `/payments/${id}/captures`;
    const [captured] = await Promise.all([
      shop.network.post(path, {}, { token: staff.token, idempotencyKey: aKey() }),
      shop
        .sql("UPDATE test_provider.charges SET settles_as = 'voided', settles_at = now() WHERE key = $1", [
          id,
        ])
        .then(() => tell(id)),
    ]);
    expect(captured.status).toBeOneOf([201, 409]);
    await settleJobs(shop);
    const isTaken = captured.body.status === 'succeeded';
    expect(await orderOf(shop, order)).toMatchObject({
      status: 'placed',
      paymentStatus: isTaken ? 'paid' : 'none',
      isPayable: !isTaken,
    });
    expect(await clearingOf(shop, order.id)).toBe(isTaken ? order.total.amount : 0);
  });
});
