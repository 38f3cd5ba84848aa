import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
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
  sendWebhook,
  settled,
  usd,
} from '../support/builders/payments.js';
import type { TestShop } from '../support/shop.js';

let shop: TestShop;
let staff: SignedInAccount;
const TOTAL = 2499;

beforeAll(async () => {
  ({ shop, staff } = await openPaymentsShop());
});
afterEach(() => shop.doctor());
afterAll(() => shop.close());

async function aFinalCapture(amount: number) {
  const order = await anOrder(shop);
  const { id } = await anAuthorizedPayment(shop, order);
  const body = { amount: usd(amount), isFinal: true };
  expect((await operate(shop, staff, id, 'captures', body)).body).toMatchObject({ status: 'succeeded' });
  return { order, id };
}
const released = (paymentId: string) =>
  shop.sql("SELECT amount FROM payment_transactions WHERE payment_id = $1 AND kind = 'void'", [paymentId]);
const historyOf = async ({ id }: MadeOrder) =>
  (await shop.http.get(`/orders/${id}`, { token: staff.token })).body.history;
const lossesOf = async ({ id }: MadeOrder) =>
  (
    await shop.sql<{ payload: object }>(
      "SELECT payload FROM outbox WHERE aggregate_id = $1 AND type = 'orders.order_authorization_lost'",
      [id],
    )
  ).map(({ payload }) => payload);
const fulfill = (order: MadeOrder) =>
  shop.http.post(`/orders/${order.id}/fulfillments`, {}, { token: staff.token, idempotencyKey: aKey() });

describe('A final capture of less than the total', () => {
  it('says so, and what was let go', async () => {
    const { order, id } = await aFinalCapture(1000);
    expect(await orderOf(shop, order)).toMatchObject({ status: 'placed', paymentStatus: 'partially_paid' });
    expect(await paymentOf(shop, order, id)).toMatchObject({
      status: 'succeeded',
      amount: usd(TOTAL),
      capturedAmount: usd(1000),
      releasedAmount: usd(TOTAL - 1000),
    });
    expect(await clearingOf(shop, order.id)).toBe(1000);
    expect(await released(id)).toEqual([{ amount: TOTAL - 1000 }]);
    const found = await shop.http.get('/orders?paymentStatus=partially_paid', { token: staff.token });
    expect(found.body.items.map((item: MadeOrder) => item.id)).toContain(order.id);
  });

  it('is all that comes: the order is sent and completes with it', async () => {
    const { order } = await aFinalCapture(1000);
    expect(await orderOf(shop, order)).toMatchObject({ isPayable: false });
    expect((await fulfill(order)).body).toMatchObject({
      status: 'completed',
      paymentStatus: 'partially_paid',
    });
  });

  it('can be given back in part and whole', async () => {
    const { order, id } = await aFinalCapture(1000);
    await operate(shop, staff, id, 'refunds', { amount: usd(400), reason: 'scratched' });
    expect(await orderOf(shop, order)).toMatchObject({ paymentStatus: 'partially_refunded' });
    await operate(shop, staff, id, 'refunds');
    expect(await orderOf(shop, order)).toMatchObject({ paymentStatus: 'refunded' });
    expect(await clearingOf(shop, order.id)).toBe(0);
  });

  it('goes back when the order is canceled', async () => {
    const { order, id } = await aFinalCapture(1000);
    await shop.http.post(`/orders/${order.id}/cancellation`, {}, order.proof);
    await expect
      .poll(async () => (await chargesOf(shop, order.id))[0]!.refunded, { timeout: 10_000 })
      .toBe(1000);
    await expect
      .poll(async () => (await orderOf(shop, order)).paymentStatus, { timeout: 10_000 })
      .toBe('refunded');
    expect(await paymentOf(shop, order, id)).toMatchObject({ refundedAmount: usd(1000) });
  });
});

describe('A capture right after the order was canceled', () => {
  it.each(['at once', 'later'])('is told that the order is off (%s)', async (when) => {
    const order = await anOrder(shop);
    const { id } = await anAuthorizedPayment(shop, order);
    await shop.http.post(`/orders/${order.id}/cancellation`, {}, order.proof);
    if (when === 'later') await settled(shop, order, id, 'canceled');
    const refused = await operate(shop, staff, id, 'captures', {});
    expect([refused.status, refused.body.code]).toEqual([409, 'payment_goes_back']);
    expect(refused.body.reason).toBe('order_canceled');
    await settled(shop, order, id, 'canceled');
    expect(await clearingOf(shop, order.id)).toBe(0);
  });
});

describe('What is let go', () => {
  it('is nothing while it is held, and nothing of what was taken whole', async () => {
    const order = await anOrder(shop);
    const { id } = await anAuthorizedPayment(shop, order);
    expect(await paymentOf(shop, order, id)).toMatchObject({ releasedAmount: usd(0) });
    await operate(shop, staff, id, 'captures', { amount: usd(1000) });
    expect(await paymentOf(shop, order, id)).toMatchObject({ status: 'authorized', releasedAmount: usd(0) });
    expect(await orderOf(shop, order)).toMatchObject({ paymentStatus: 'authorized' });
    await operate(shop, staff, id, 'captures', {});
    expect(await paymentOf(shop, order, id)).toMatchObject({ status: 'succeeded', releasedAmount: usd(0) });
    expect(await orderOf(shop, order)).toMatchObject({ paymentStatus: 'paid' });
  });

  it('is all of an authorization that was lost', async () => {
    const order = await anOrder(shop);
    const { id } = await pay(shop, order, 'authorize_expiring');
    await shop.sql('UPDATE test_provider.charges SET settles_at = now() WHERE key = $1', [id]);
    await sendWebhook(shop, anEvent({ key: id }));
    await settled(shop, order, id, 'canceled');
    expect(await paymentOf(shop, order, id)).toMatchObject({ releasedAmount: usd(TOTAL) });
  });

  it('is the rest of an authorization that lapses after a part was taken', async () => {
    const order = await anOrder(shop);
    const { id } = await pay(shop, order, 'authorize_expiring');
    await operate(shop, staff, id, 'captures', { amount: usd(1000) });
    await shop.sql('UPDATE test_provider.charges SET settles_at = now() WHERE key = $1', [id]);
    await sendWebhook(shop, anEvent({ key: id }));
    await settled(shop, order, id, 'succeeded');
    expect(await paymentOf(shop, order, id)).toMatchObject({
      capturedAmount: usd(1000),
      releasedAmount: usd(TOTAL - 1000),
    });
    expect(await orderOf(shop, order)).toMatchObject({ status: 'placed', paymentStatus: 'partially_paid' });
    expect(await clearingOf(shop, order.id)).toBe(1000);
    expect((await historyOf(order)).at(-1)).toMatchObject({
      type: 'authorization_lost',
      paymentStatus: 'partially_paid',
      note: 'The authorization lapsed before the money was captured.',
    });
    expect(await lossesOf(order)).toMatchObject([{ orderId: order.id, lost: usd(TOTAL - 1000) }]);
    await fulfill(order);
    expect(await orderOf(shop, order)).toMatchObject({ status: 'completed' });
  });

  it('is told apart from what the seller let go on purpose', async () => {
    const { order } = await aFinalCapture(1000);
    expect((await historyOf(order)).at(-1)).toMatchObject({ type: 'payment_changed', note: null });
    expect(await lossesOf(order)).toEqual([]);
  });
});
