import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { money } from '../../../src/common/money/money.js';
import { aCart } from '../../support/builders/carts.js';
import { anOrder } from '../../support/builders/orders.js';
import { confirm, orderOf, paymentOf, recover, settled } from '../../support/builders/payments.js';
import {
  aPaypalPayment,
  closePaypalShop,
  deliver,
  openPaypalShop,
  paypalOwes,
  startPaypal,
} from '../../support/builders/paypal.js';
import { aVariant } from '../../support/builders/products.js';
import { ADDRESSES } from '../../support/builders/carts.js';
import { aShippingMethod } from '../../support/builders/shipping.js';
import {
  CLIENT_ID,
  CLIENT_SECRET,
  type PaypalGateway,
} from '../../support/gateways/paypal/paypal-gateway.js';
import { settleJobs } from '../../support/jobs.js';
import type { TestShop } from '../../support/shop.js';

let shop: TestShop;
let gateway: PaypalGateway;

beforeAll(async () => {
  ({ shop, gateway } = await openPaypalShop());
});
afterEach(() => void gateway.outbox.take());
afterAll(() => closePaypalShop(shop, gateway));

/** The keys under which the money of an order was asked for. */
const keysOfCaptures = (reference: string): Set<unknown> =>
  new Set(
    gateway.exchanges
      .filter(({ request }) => request.path === `/v2/checkout/orders/${reference}/capture`)
      .map(({ request }) => request.headers['paypal-request-id']),
  );

describe('A guest who pays with PayPal', () => {
  it('goes from cart to placed order, and comes back once', async () => {
    const { variantId } = await aVariant(shop);
    const cartId = await aCart(shop, {
      items: [{ variantId }],
      email: 'guest@example.com',
      address: ADDRESSES.US,
      shippingMethodId: await aShippingMethod(shop),
    });
    const ordered = await shop.http.post('/orders', { cartId }, { idempotencyKey: `order-${cartId}` });
    expect(ordered.status, ordered.text).toBe(201);
    const proof = { orderToken: ordered.body.accessToken.text ?? ordered.body.accessToken };
    const order = { id: ordered.body.id, total: ordered.body.totals.total, proof } as never as Awaited<
      ReturnType<typeof anOrder>
    >;
    const started = await startPaypal(shop, order);
    const { id, nextAction } = started.body;
    const made = gateway.orderOf(id);
    expect(nextAction).toEqual({
      type: 'redirect',
      redirectUrl: `https://www.sandbox.paypal.com/checkoutnow?token=${made.id}`,
    });
    expect(made).toMatchObject({
      intent: 'CAPTURE',
      amount: { currency_code: 'USD', value: '24.99' },
      returnUrl: `https://storefront.example/paid?lang=en&payment=${id}`,
    });
    gateway.approve(made.id);
    const answer = await confirm(shop, order, id);
    expect([answer.status, answer.body.status]).toEqual([200, 'succeeded']);
    expect(await orderOf(shop, order)).toMatchObject({ status: 'placed', paymentStatus: 'paid' });
    expect(await paypalOwes(shop, order.id)).toBe(2499);
    expect(gateway.books.balance(made.id)).toBe(2499);
  });

  it('is still asked to pay who comes back without having agreed', async () => {
    const { order, payment } = await aPaypalPayment(shop, gateway);
    const answer = await confirm(shop, order, payment.id);
    expect(answer.body).toMatchObject({ status: 'requires_action', nextAction: { type: 'redirect' } });
  });

  it.each([
    ['a webhook alone', () => deliver(shop, gateway)],
    ['recovery alone', () => recover(shop)],
  ])('and closes the tab has paid: %s finishes it', async (_, finish) => {
    const { order, payment, reference } = await aPaypalPayment(shop, gateway);
    gateway.approve(reference);
    await finish();
    await settled(shop, order, payment.id, 'succeeded');
    expect(await orderOf(shop, order)).toMatchObject({ status: 'placed', paymentStatus: 'paid' });
    expect(gateway.books.balance(reference)).toBe(order.total.amount);
    expect(await paypalOwes(shop, order.id)).toBe(order.total.amount);
  });

  it('is charged once when return, webhook and recovery come together', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { order, payment, reference } = await aPaypalPayment(shop, gateway);
      gateway.approve(reference);
      await Promise.all([confirm(shop, order, payment.id), deliver(shop, gateway), recover(shop)]);
      await settled(shop, order, payment.id, 'succeeded');
      expect(gateway.books.of(reference)).toHaveLength(1);
      expect(keysOfCaptures(reference).size).toBe(1);
      expect(await paypalOwes(shop, order.id)).toBe(order.total.amount);
    }
  });

  it('waits when PayPal is completing the order already, and asks again under the same key', async () => {
    const { order, payment, reference } = await aPaypalPayment(shop, gateway);
    gateway.approve(reference);
    gateway.faults.next(/orders\/\w+\/capture$/, {
      kind: 'answer',
      answer: {
        status: 422,
        body: {
          name: 'UNPROCESSABLE_ENTITY',
          message: 'In progress.',
          debug_id: '1',
          details: [{ issue: 'ORDER_COMPLETION_IN_PROGRESS', description: 'Wait.' }],
        },
      },
    });
    expect((await confirm(shop, order, payment.id)).body.status).toBe('unknown');
    await recover(shop);
    await settled(shop, order, payment.id, 'succeeded');
    expect(gateway.books.of(reference)).toHaveLength(1);
    expect(keysOfCaptures(reference).size).toBe(1);
  });
});

describe('A declined instrument', () => {
  it.each([false, true])('leaves the order payable with another one (approval kept: %s)', async (isKept) => {
    const { order, payment, reference } = await aPaypalPayment(shop, gateway);
    gateway.keepsApproval = isKept;
    gateway.declineNext('INSTRUMENT_DECLINED');
    gateway.approve(reference);
    const declined = await confirm(shop, order, payment.id);
    expect(declined.body).toMatchObject({
      status: 'requires_action',
      nextAction: { redirectUrl: `https://www.sandbox.paypal.com/checkoutnow?token=${reference}` },
    });
    expect(gateway.books.of(reference)).toEqual([]);
    gateway.approve(reference);
    gateway.keepsApproval = false;
    expect((await confirm(shop, order, payment.id)).body.status).toBe('succeeded');
    expect(gateway.books.balance(reference)).toBe(order.total.amount);
  });

  it('too often ends the attempt, and another attempt of the same order is no duplicate invoice', async () => {
    const { order, payment, reference } = await aPaypalPayment(shop, gateway);
    gateway.declineNext('MAX_NUMBER_OF_PAYMENT_ATTEMPTS_EXCEEDED');
    gateway.approve(reference);
    const refused = await confirm(shop, order, payment.id);
    expect(refused.body).toMatchObject({ status: 'failed', failure: { code: 'too_many_attempts' } });
    const second = await startPaypal(shop, order);
    const made = gateway.orderOf(second.body.id);
    expect(made.invoiceId).not.toBe(gateway.orders.get(reference)!.invoiceId);
    expect(made.invoiceId).toContain(order.number);
    gateway.approve(made.id);
    expect((await confirm(shop, order, second.body.id)).body.status).toBe('succeeded');
    // The first order stays approved at PayPal, and nobody takes its money any more.
    await deliver(shop, gateway);
    await recover(shop);
    expect(gateway.books.of(reference)).toEqual([]);
    expect((await paymentOf(shop, order, payment.id)).status).toBe('failed');
  });
});

describe('A canceled attempt', () => {
  it('is not charged when the buyer agrees afterwards', async () => {
    const { order, payment, reference } = await aPaypalPayment(shop, gateway);
    const canceled = await shop.http.post(`/payments/${payment.id}/cancellation`, {}, order.proof);
    expect(canceled.body.status).toBe('canceled');
    gateway.approve(reference);
    await deliver(shop, gateway);
    expect(gateway.books.of(reference)).toEqual([]);
    expect((await paymentOf(shop, order, payment.id)).status).toBe('canceled');
  });
});

describe('A payment that PayPal reviews', () => {
  it.each([
    ['COMPLETED', 'succeeded', 'placed'],
    ['DECLINED', 'failed', 'pending_payment'],
  ] as const)('is processing until it is %s', async (end, status, standing) => {
    const { order, payment, reference } = await aPaypalPayment(shop, gateway);
    gateway.pendingCaptures = 1;
    gateway.approve(reference);
    expect((await confirm(shop, order, payment.id)).body.status).toBe('processing');
    expect(await orderOf(shop, order)).toMatchObject({ status: 'pending_payment' });
    gateway.settleCaptures(reference, end);
    await deliver(shop, gateway);
    await settled(shop, order, payment.id, status);
    expect(await orderOf(shop, order)).toMatchObject({ status: standing });
    expect(await paypalOwes(shop, order.id)).toBe(gateway.books.balance(reference));
  });
});

describe('A charge of another sum', () => {
  it.each([
    ['amount', { currency_code: 'USD', value: '0.01' }],
    ['currency', { currency_code: 'EUR', value: '24.99' }],
  ])('(%s) is reviewed, and not captured', async (_, amount) => {
    const { order, payment, reference } = await aPaypalPayment(shop, gateway);
    gateway.misstate(reference, amount);
    gateway.approve(reference);
    await deliver(shop, gateway);
    await settled(shop, order, payment.id, 'review');
    expect(gateway.books.of(reference)).toEqual([]);
    expect(await orderOf(shop, order)).toMatchObject({ status: 'pending_payment', paymentStatus: 'review' });
  });
});

describe('Currencies', () => {
  const inCurrency = async (currency: string, amount: number) => {
    const { variantId } = await aVariant(shop, { prices: [money(amount, currency)] });
    const shippingMethodId = await aShippingMethod(shop, { rates: [{ currency, price: 0 }] });
    return anOrder(shop, { items: [{ variantId }], currency, shippingMethodId });
  };

  it.each([
    ['JPY', 1200, '1200'],
    ['HUF', 150_000, '1500'],
    ['TWD', 99_900, '999'],
    ['EUR', 1010, '10.10'],
  ])('%s: %d minor units are %s at PayPal', async (currency, amount, value) => {
    const order = await inCurrency(currency, amount);
    const { body } = await startPaypal(shop, order);
    const made = gateway.orderOf(body.id);
    expect(made.amount).toEqual({ currency_code: currency, value });
    gateway.approve(made.id);
    expect((await confirm(shop, order, body.id)).body.status).toBe('succeeded');
    expect(await paypalOwes(shop, order.id)).toBe(amount);
  });

  it.each([
    ['HUF', 150_050, 'amount_not_chargeable'],
    ['TWD', 99_901, 'amount_not_chargeable'],
    ['KRW', 12_000, 'currency_not_supported'],
    ['KWD', 1_500, 'currency_not_supported'],
  ])('%s %d is refused before PayPal hears of it', async (currency, amount, code) => {
    const order = await inCurrency(currency, amount);
    const before = gateway.exchanges.length;
    const { status, body } = await startPaypal(shop, order);
    expect([status, body.status, body.failure.code]).toEqual([201, 'failed', code]);
    expect(gateway.exchanges).toHaveLength(before);
  });
});

describe('The method of a payment', () => {
  it('is told to every front end, with the client id', async () => {
    const { status, body, text } = await shop.http.get('/payment-providers');
    expect([status, body.items.find(({ name }: { name: string }) => name === 'paypal')]).toEqual([
      200,
      { name: 'paypal', methods: ['capture', 'authorize_only'], publishableKey: CLIENT_ID },
    ]);
    expect(text).not.toContain(CLIENT_SECRET);
  });

  it('is one of ours', async () => {
    const order = await anOrder(shop);
    expect((await startPaypal(shop, order, 'bitcoin')).status).toBe(422);
    await settleJobs(shop);
  });
});
