import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
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
import type { TestShop } from '../../support/shop.js';
import type { Fault } from '../../support/gateways/gateway.js';
import { broken, rateLimited, StripeFault } from '../../support/gateways/stripe/stripe-objects.js';

let world: StripeShop;

beforeAll(async () => {
  const env = { STRIPE_CAPTURE_METHOD: 'manual', PAYMENTS_PROVIDER_TIMEOUT_MS: '3000' };
  world = await openStripeShop(env);
});

afterEach(() => vi.restoreAllMocks());

afterAll(() => closeStripeShop(world));

/** What recovery does about one payment. */
const resolve = (shop: TestShop, paymentId: string) => shop.get(PaymentResolver).resolve(paymentId);

const CREATE = /^POST \/v1\/payment_intents$/;
const CAPTURE = /^POST .*\/capture$/;
const REFUND = /^POST \/v1\/refunds$/;

const revoked = new StripeFault(401, { type: 'invalid_request_error', message: 'Expired API Key provided' });
const busy = new StripeFault(409, {
  type: 'idempotency_error',
  code: 'idempotency_key_in_use',
  message: 'There is another request with this key',
});

const otherBody = new StripeFault(400, {
  type: 'idempotency_error',
  message: 'Keys for idempotent requests can only be used with the same parameters',
});

const FAULTS: [name: string, fault: Fault][] = [
  ['is cut off after it was done', { kind: 'lose' }],
  ['is cut off before it arrives', { kind: 'cut' }],
  ['cannot be read', { kind: 'garble' }],
  ['takes too long', { kind: 'delay', ms: 5000 }],
  ['is a 500', { kind: 'answer', answer: broken }],
  ['is a 429', { kind: 'answer', answer: rateLimited }],
  ['is that the key is in use', { kind: 'answer', answer: busy.answer }],
  ['is that the key had another body', { kind: 'answer', answer: otherBody.answer }],
  ["is that the shop's key is revoked", { kind: 'answer', answer: revoked.answer }],
];

const laterBy = (minutes: number) => {
  const { now } = Date;
  vi.spyOn(Date, 'now').mockImplementation(() => now() + minutes * 60_000);
};

describe('A start whose answer', () => {
  it.each(FAULTS)('%s is unknown, and ends as one intent', async (_, fault) => {
    const { shop, stripe } = world;
    const order = await anOrder(shop);
    stripe.faults.next(CREATE, fault);
    const { status, body } = await startStripe(shop, order);
    expect([status, body.status]).toEqual([201, 'unknown']);
    await resolve(shop, body.id);
    const payment = await settled(shop, order, body.id, 'requires_action');
    expect(payment).toMatchObject({ nextAction: { clientSecret: stripe.intentOf(order.id).client_secret } });
  });

  it('shows the intent as it is now when the key is repeated', async () => {
    const { shop, stripe } = world;
    const order = await anOrder(shop);
    stripe.faults.next(CREATE, { kind: 'lose' });
    const { body } = await startStripe(shop, order);
    stripe.account.cancel(stripe.intentOf(order.id).id, 'requested_by_customer');
    await resolve(shop, body.id);
    expect(await settled(shop, order, body.id, 'canceled')).toMatchObject({
      failure: { code: 'authorization_voided' },
    });
  });

  it('is remembered by Stripe as a failure of its own is given up, once the search would show it', async () => {
    const { shop, stripe } = world;
    const order = await anOrder(shop);
    stripe.breaksNext = true;
    const { body } = await startStripe(shop, order);
    await resolve(shop, body.id);
    expect(await paymentOf(shop, order, body.id)).toMatchObject({ status: 'unknown' });
    laterBy(11);
    await resolve(shop, body.id);
    expect(await paymentOf(shop, order, body.id)).toMatchObject({
      status: 'failed',
      failure: { code: 'not_received' },
    });
    vi.restoreAllMocks();
    expect((await startStripe(shop, order)).body).toMatchObject({ status: 'requires_action' });
  });

  it('never came is found by the search once the key is forgotten', async () => {
    const { shop, stripe } = world;
    const order = await anOrder(shop);
    stripe.faults.next(CREATE, { kind: 'lose' });
    const { body } = await startStripe(shop, order);
    await shop.sql("UPDATE payments SET created_at = created_at - interval '1 day' WHERE id = $1", [body.id]);
    const creates = () =>
      stripe.exchanges.filter(({ request }) => CREATE.test(`${request.method} ${request.path}`));
    const { length } = creates();
    await resolve(shop, body.id);
    await settled(shop, order, body.id, 'requires_action');
    expect(creates()).toHaveLength(length);
  });

  it('never came is canceled with its order, when the search shows it', async () => {
    const { shop, stripe } = world;
    const order = await anOrder(shop);
    stripe.faults.next(CREATE, { kind: 'lose' });
    stripe.faults.next(CREATE, { kind: 'cut' }, 100);
    const { body } = await startStripe(shop, order);
    stripe.isSearchBlind = true;
    await shop.http.post(`/orders/${order.id}/cancellation`, {}, order.proof);
    await resolve(shop, body.id);
    expect(await paymentOf(shop, order, body.id)).toMatchObject({ status: 'unknown' });
    stripe.isSearchBlind = false;
    await resolve(shop, body.id);
    await settled(shop, order, body.id, 'canceled');
    expect(stripe.intentOf(order.id).status).toBe('canceled');
    expect(await orderOf(shop, order)).toMatchObject({ status: 'canceled' });
    stripe.faults.clear();
  });
});

describe('A capture whose answer', () => {
  it.each(FAULTS)('%s is open, and is done once', async (_, fault) => {
    const { shop, stripe, staff } = world;
    const { order, payment } = await aPaidOrder(world);
    stripe.faults.next(CAPTURE, fault);
    const { body } = await operate(shop, staff, payment.id, 'captures');
    expect(body).toMatchObject({ status: 'pending' });
    await resolve(shop, payment.id);
    await settled(shop, order, payment.id, 'succeeded');
    expect(stripe.books.of(stripe.intentOf(order.id).id, 'capture')).toHaveLength(1);
  });
});

describe('A refund whose answer', () => {
  it.each(FAULTS)('%s is open, and is done once', async (_, fault) => {
    const { shop, stripe, staff } = world;
    const { order, payment } = await aPaidOrder(world);
    await operate(shop, staff, payment.id, 'captures');
    stripe.faults.next(REFUND, fault);
    const request = { reason: 'changed mind', amount: usd(500) };
    expect((await operate(shop, staff, payment.id, 'refunds', request)).body).toMatchObject({
      status: 'pending',
    });
    await resolve(shop, payment.id);
    await deliver(world);
    expect(await paymentOf(shop, order, payment.id)).toMatchObject({ refundedAmount: usd(500) });
    expect(stripe.books.of(stripe.intentOf(order.id).id, 'refund')).toHaveLength(1);
  });
});
