import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PaymentResolver } from '../../../src/payments/recovery/payment-resolver.js';
import { anOrder } from '../../support/builders/orders.js';
import { operate, orderOf, paymentOf, settled, usd } from '../../support/builders/payments.js';
import {
  aPaidOrder,
  closeStripeShop,
  deliver,
  openStripeShop,
  startStripe,
  type StripeShop,
} from '../../support/builders/stripe.js';
import { eventually } from '../../support/eventually.js';

let world: StripeShop;

beforeAll(async () => {
  world = await openStripeShop({ STRIPE_CAPTURE_METHOD: 'manual' });
});

afterAll(() => closeStripeShop(world));

const aHeldPayment = async () => {
  const made = await aPaidOrder(world);
  expect(made.payment.status).toBe('authorized');
  return { ...made, intent: world.stripe.intentOf(made.order.id) };
};

const aCapturedPayment = async () => {
  const made = await aHeldPayment();
  const { body } = await operate(world.shop, world.staff, made.payment.id, 'captures');
  expect(body).toMatchObject({ status: 'succeeded' });
  return made;
};

const refundOf = (paymentId: string, amount?: number) =>
  operate(world.shop, world.staff, paymentId, 'refunds', {
    reason: 'changed mind',
    ...(amount === undefined ? {} : { amount: usd(amount) }),
  });

describe('Money held by Stripe', () => {
  it('places the order, and is taken as a whole', async () => {
    const { order, payment, intent } = await aHeldPayment();
    expect(await orderOf(world.shop, order)).toMatchObject({ status: 'placed', paymentStatus: 'authorized' });
    expect(world.stripe.books.of(intent.id)).toEqual([]);
    await operate(world.shop, world.staff, payment.id, 'captures');
    expect(world.stripe.books.balance(intent.id)).toBe(order.total.amount);
    expect(await orderOf(world.shop, order)).toMatchObject({ paymentStatus: 'paid' });
  });

  it('is taken in part, and the rest is let go', async () => {
    const { order, payment, intent } = await aHeldPayment();
    const capture = { amount: usd(1000), isFinal: true };
    const { body } = await operate(world.shop, world.staff, payment.id, 'captures', capture);
    expect(body).toMatchObject({ status: 'succeeded', amount: usd(1000) });
    expect(await paymentOf(world.shop, order, payment.id)).toMatchObject({
      status: 'succeeded',
      capturedAmount: usd(1000),
      releasedAmount: usd(order.total.amount - 1000),
    });
    expect(world.stripe.books.balance(intent.id)).toBe(1000);
  });

  it('is not taken in several parts, which Stripe would end after the first', async () => {
    const { payment, intent } = await aHeldPayment();
    const answer = await operate(world.shop, world.staff, payment.id, 'captures', { amount: usd(1000) });
    expect(answer.body).toMatchObject({ status: 'failed', failure: { code: 'capture_must_be_final' } });
    expect(intent.status).toBe('requires_capture');
    const { body } = await operate(world.shop, world.staff, payment.id, 'captures');
    expect(body).toMatchObject({ status: 'succeeded' });
  });

  it('is let go with its order', async () => {
    const { order, payment, intent } = await aHeldPayment();
    await world.shop.http.post(`/orders/${order.id}/cancellation`, {}, { token: world.staff.token });
    await settled(world.shop, order, payment.id, 'canceled');
    expect(intent.status).toBe('canceled');
    expect(world.stripe.books.of(intent.id)).toEqual([]);
  });

  it('lapses: the order is told, and can be paid again', async () => {
    const { order, payment, intent } = await aHeldPayment();
    world.stripe.account.cancel(intent.id, 'automatic');
    await deliver(world);
    await settled(world.shop, order, payment.id, 'canceled');
    expect(await paymentOf(world.shop, order, payment.id)).toMatchObject({
      failure: { code: 'authorization_expired' },
    });
    const again = await startStripe(world.shop, order);
    expect(again.body).toMatchObject({ status: 'requires_action' });
  });
});

describe('A refund by Stripe', () => {
  it('returns parts until nothing is left', async () => {
    const { order, payment, intent } = await aCapturedPayment();
    expect((await refundOf(payment.id, 500)).body).toMatchObject({ status: 'succeeded' });
    expect(await orderOf(world.shop, order)).toMatchObject({ paymentStatus: 'partially_refunded' });
    expect((await refundOf(payment.id)).body).toMatchObject({ amount: usd(order.total.amount - 500) });
    expect(await orderOf(world.shop, order)).toMatchObject({ paymentStatus: 'refunded' });
    expect(world.stripe.books.balance(intent.id)).toBe(0);
    expect((await refundOf(payment.id, 1)).body).toMatchObject({ code: 'amount_exceeds_remaining' });
  });

  it('stays open while Stripe has not ended it, and is done by its webhook', async () => {
    const { account } = world.stripe;
    const { order, payment, intent } = await aCapturedPayment();
    account.areRefundsSlow = true;
    expect((await refundOf(payment.id, 500)).body).toMatchObject({ status: 'pending' });
    account.areRefundsSlow = false;
    await world.shop.get(PaymentResolver).resolve(payment.id);
    expect(await paymentOf(world.shop, order, payment.id)).toMatchObject({ refundedAmount: usd(0) });
    expect([...account.refunds.values()].filter((one) => one.payment_intent === intent.id)).toHaveLength(1);
    account.endRefund([...account.refunds.keys()].at(-1)!, true);
    await deliver(world);
    await eventually(async () => {
      const { refundedAmount } = await paymentOf(world.shop, order, payment.id);
      return refundedAmount.amount === 500;
    });
  });

  it('that fails later frees the money, which can be refunded again', async () => {
    const { account } = world.stripe;
    const { order, payment, intent } = await aCapturedPayment();
    account.areRefundsSlow = true;
    const { body } = await refundOf(payment.id);
    account.areRefundsSlow = false;
    expect(body).toMatchObject({ status: 'pending' });
    expect((await refundOf(payment.id)).body).toMatchObject({ code: 'amount_exceeds_remaining' });
    account.endRefund([...account.refunds.keys()].at(-1)!, false);
    await deliver(world);
    await eventually(async () => {
      const path = `/payments/${payment.id}/refunds`;
      const { items } = (await world.shop.http.get(path, { token: world.staff.token })).body;
      return items[0].status === 'failed';
    });
    expect(world.stripe.books.balance(intent.id)).toBe(order.total.amount);
    expect((await refundOf(payment.id)).body).toMatchObject({ status: 'succeeded' });
    expect(world.stripe.books.balance(intent.id)).toBe(0);
  });

  it('made in the dashboard is booked as the shop hears of it', async () => {
    const { order, payment, intent } = await aCapturedPayment();
    world.stripe.account.refund(intent.id, 700, {});
    await deliver(world);
    await eventually(async () => {
      const { refundedAmount } = await paymentOf(world.shop, order, payment.id);
      return refundedAmount.amount === 700;
    });
  });

  it('that Stripe refuses is a refusal, and frees the money', async () => {
    const { order, payment, intent } = await aCapturedPayment();
    world.stripe.account.refund(intent.id, 700, {});
    expect((await refundOf(payment.id)).body).toMatchObject({
      status: 'failed',
      failure: { code: 'amount_too_large' },
    });
    await deliver(world);
    await eventually(async () => (await orderOf(world.shop, order)).paymentStatus === 'partially_refunded');
    expect((await refundOf(payment.id)).body).toMatchObject({ status: 'succeeded' });
    expect(world.stripe.books.balance(intent.id)).toBe(0);
  });

  it('is not possible before the buyer has paid', async () => {
    const order = await anOrder(world.shop);
    const { body } = await startStripe(world.shop, order);
    expect((await refundOf(body.id)).body).toMatchObject({ code: 'amount_exceeds_remaining' });
  });
});
