import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { money } from '../../../src/common/money/money.js';
import { anOrder } from '../../support/builders/orders.js';
import { operate, orderOf, paymentOf, settled } from '../../support/builders/payments.js';
import { aVariant } from '../../support/builders/products.js';
import { aShippingMethod } from '../../support/builders/shipping.js';
import {
  aPaidOrder,
  aStripePayment,
  closeStripeShop,
  deliver,
  look,
  openStripeShop,
  startStripe,
  type StripeShop,
} from '../../support/builders/stripe.js';
import { StripeDouble } from '../../support/gateways/stripe/stripe-double.js';

let world: StripeShop;

beforeAll(async () => {
  world = await openStripeShop();
});

afterAll(() => closeStripeShop(world));

describe('Paying by Stripe', () => {
  it('starts in the shop, is done in the browser and places the order', async () => {
    const { shop, stripe } = world;
    const { order, payment, secret } = await aStripePayment(world);
    const intent = stripe.intentOf(order.id);
    expect(payment).toMatchObject({
      status: 'requires_action',
      amount: order.total,
      nextAction: {
        type: 'stripe',
        clientSecret: intent.client_secret,
        publishableKey: StripeDouble.PUBLISHABLE_KEY,
      },
    });
    expect(stripe.books.of(intent.id)).toEqual([]);
    expect(await orderOf(shop, order)).toMatchObject({ status: 'pending_payment' });

    stripe.buyerPays(secret);
    await deliver(world);
    await settled(shop, order, payment.id, 'succeeded');
    expect(await orderOf(shop, order)).toMatchObject({ status: 'placed', paymentStatus: 'paid' });
    expect(stripe.books.balance(intent.id)).toBe(order.total.amount);
  });

  it('is offered to every front end, with the public key and no other', async () => {
    const { status, body, text } = await world.shop.http.get('/payment-providers');
    expect([status, body.items.find(({ name }: { name: string }) => name === 'stripe')]).toEqual([
      200,
      { name: 'stripe', methods: [], publishableKey: StripeDouble.PUBLISHABLE_KEY },
    ]);
    expect(text).not.toContain(StripeDouble.SECRET_KEY);
  });

  it('tells Stripe which order and payment it is, in the pinned version, and nothing of this machine', async () => {
    const { order, payment } = await aStripePayment(world);
    const { request } = world.stripe.exchanges.findLast(({ request: { method } }) => method === 'POST')!;
    expect(request.headers).toMatchObject({
      'idempotency-key': payment.id,
      'stripe-version': '2026-10-28.endive',
    });
    expect(request.headers).not.toHaveProperty('x-stripe-client-telemetry');
    expect(Object.fromEntries(new URLSearchParams(request.body))).toMatchObject({
      confirm: 'false',
      capture_method: 'automatic',
      'metadata[payment_id]': payment.id,
      'metadata[order_id]': order.id,
      'metadata[order_number]': order.number,
    });
  });

  it('needs the webhook no more than the browser: either shows the money', async () => {
    const { order, payment } = await aPaidOrder(world);
    expect(payment).toMatchObject({ status: 'succeeded', nextAction: null });
    expect(await orderOf(world.shop, order)).toMatchObject({ status: 'placed', paymentStatus: 'paid' });
  });

  it('waits while the bank asks the buyer', async () => {
    const { order, payment, secret } = await aStripePayment(world);
    world.stripe.buyerPays(secret, 'asks');
    expect(await look(world.shop, order, payment.id)).toMatchObject({ status: 'requires_action' });
    world.stripe.ends(world.stripe.intentOf(order.id), true);
    expect(await look(world.shop, order, payment.id)).toMatchObject({ status: 'succeeded' });
  });

  it('stays one payment over declined cards, until one is accepted', async () => {
    const { shop, stripe } = world;
    const { order, payment, secret } = await aStripePayment(world);
    for (const card of ['declined', 'stolen', 'asks'] as const) {
      stripe.buyerPays(secret, card);
      if (card === 'asks') stripe.ends(stripe.intentOf(order.id), false);
      await deliver(world);
      expect(await look(shop, order, payment.id)).toMatchObject({
        status: 'requires_action',
        nextAction: { clientSecret: secret },
      });
    }
    expect((await startStripe(shop, order)).body).toMatchObject({ code: 'payment_in_progress' });
    stripe.buyerPays(secret);
    expect(await look(shop, order, payment.id)).toMatchObject({ status: 'succeeded', failure: null });
    expect(stripe.books.of(stripe.intentOf(order.id).id)).toHaveLength(1);
  });

  it('gives the buyer another try after a slow payment has failed', async () => {
    const { shop, stripe } = world;
    const { order, payment, secret } = await aStripePayment(world);
    stripe.buyerPays(secret, 'slow');
    expect(await look(shop, order, payment.id)).toMatchObject({ status: 'processing' });
    stripe.ends(stripe.intentOf(order.id), false);
    await deliver(world);
    await settled(shop, order, payment.id, 'requires_action');
    stripe.buyerPays(secret);
    expect(await look(shop, order, payment.id)).toMatchObject({ status: 'succeeded' });
  });

  it('is canceled at Stripe with its order, and tells why the last card was declined', async () => {
    const { shop, stripe } = world;
    const { order, payment, secret } = await aStripePayment(world);
    stripe.buyerPays(secret, 'stolen');
    await shop.http.post(`/orders/${order.id}/cancellation`, {}, order.proof);
    await settled(shop, order, payment.id, 'canceled');
    expect(await paymentOf(shop, order, payment.id)).toMatchObject({ failure: { code: 'declined' } });
    expect(stripe.intentOf(order.id)).toMatchObject({ status: 'canceled', cancellation_reason: 'abandoned' });
    expect(await orderOf(shop, order)).toMatchObject({ status: 'canceled' });
  });

  it('gives the money back when the buyer was quicker than the cancellation', async () => {
    const { shop, stripe } = world;
    const { order, payment, secret } = await aStripePayment(world);
    stripe.buyerPays(secret);
    await shop.http.post(`/orders/${order.id}/cancellation`, {}, order.proof);
    await settled(shop, order, payment.id, 'succeeded');
    await expect.poll(() => stripe.books.balance(stripe.intentOf(order.id).id), { timeout: 60_000 }).toBe(0);
    await expect
      .poll(async () => (await orderOf(shop, order)).paymentStatus, { timeout: 60_000 })
      .toBe('refunded');
  });

  it('knows no methods of its own: the buyer chooses in the form of Stripe', async () => {
    const { shop } = world;
    const order = await anOrder(shop);
    const body = { provider: 'stripe', paymentMethod: 'success' };
    const options = { ...order.proof, idempotencyKey: 'stripe-method' };
    expect((await shop.http.post(`/orders/${order.id}/payments`, body, options)).status).toBe(422);
  });
});

async function anOrderIn(currency: string, price: number) {
  const { variantId } = await aVariant(world.shop, { prices: [money(price, currency)] });
  const shippingMethodId = await aShippingMethod(world.shop, { rates: [{ currency, price: 0 }] });
  return { items: [{ variantId }], currency, shippingMethodId };
}

describe('Money by Stripe', () => {
  it.each([
    ['JPY', 1999, 1999],
    ['KWD', 19_990, 19_990],
    ['UGX', 5000, 500_000],
    ['ISK', 1500, 150_000],
    ['HUF', 199_000, 199_000],
  ])('%s: %i of our units are charged and refunded as %i', async (currency, price, units) => {
    const { order, payment } = await aPaidOrder(world, await anOrderIn(currency, price));
    const intent = world.stripe.intentOf(order.id);
    expect(intent).toMatchObject({ amount: units, currency: currency.toLowerCase() });
    expect(payment).toMatchObject({ status: 'succeeded', capturedAmount: { amount: price, currency } });
    const refund = await operate(world.shop, world.staff, payment.id, 'refunds');
    expect(refund.body).toMatchObject({ status: 'succeeded', amount: { amount: price, currency } });
    expect(world.stripe.books.of(intent.id).map(({ amount }) => amount)).toEqual([units, -units]);
  });

  it('is refused before Stripe is asked where Stripe cannot charge it', async () => {
    const { shop, stripe } = world;
    const order = await anOrder(shop, await anOrderIn('KWD', 19_995));
    const asked = stripe.exchanges.length;
    expect((await startStripe(shop, order)).body).toMatchObject({
      status: 'failed',
      failure: { code: 'amount_not_chargeable' },
    });
    expect(stripe.exchanges).toHaveLength(asked);
    expect(await orderOf(shop, order)).toMatchObject({ status: 'pending_payment', paymentStatus: 'failed' });
  });

  it('is refused by Stripe where it is too little', async () => {
    const order = await anOrder(world.shop, await anOrderIn('USD', 49));
    expect((await startStripe(world.shop, order)).body).toMatchObject({
      status: 'failed',
      failure: { code: 'amount_too_small' },
    });
  });
});
