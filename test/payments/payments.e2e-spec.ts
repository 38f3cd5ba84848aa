import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uuidv7 } from '../../src/common/database/ids.js';
import { aCustomer, aStaff } from '../support/builders/accounts.js';
import { aKey, anOrder, aPlacedOrder, type MadeOrder, pay } from '../support/builders/orders.js';
import {
  chargesOf,
  clearingOf,
  confirm,
  orderOf,
  paymentOf,
  settled,
  usd,
} from '../support/builders/payments.js';
import { aVariant } from '../support/builders/products.js';
import { aShippingMethod } from '../support/builders/shipping.js';
import { openShop, type TestShop } from '../support/shop.js';

let shop: TestShop;

beforeAll(async () => {
  shop = await openShop({ env: { TEST_PROVIDER_DELAY_MS: '200' } });
  await shop.listen();
});

afterAll(async () => {
  await shop.doctor();
  await shop.close();
});

const start = (order: MadeOrder, body: object, options: object = { idempotencyKey: aKey() }) =>
  shop.http.post(`/orders/${order.id}/payments`, body, { ...order.proof, ...options });
const success = { provider: 'test', paymentMethod: 'success' };

describe('The payment providers', () => {
  it('are those that are on, each with the methods that start a payment', async () => {
    const { status, body } = await shop.http.get('/payment-providers');
    expect([status, body]).toEqual([
      200,
      { items: [{ name: 'test', methods: expect.arrayContaining(['success', 'decline']) }] },
    ]);
    const order = await anOrder(shop);
    for (const paymentMethod of [...body.items[0].methods, 'none'])
      expect(
        (await start(order, { provider: 'test', paymentMethod })).body.code === 'payment_method_not_found',
      ).toBe(paymentMethod === 'none');
  });
});

describe('Paying an order', () => {
  it('places it when the charge succeeds', async () => {
    const order = await anOrder(shop);
    const paid = await start(order, success);
    expect(paid.status).toBe(201);
    expect(paid.body).toEqual({
      id: paid.body.id,
      orderId: order.id,
      provider: 'test',
      status: 'succeeded',
      amount: order.total,
      capturedAmount: order.total,
      refundedAmount: usd(0),
      releasedAmount: usd(0),
      settledAmount: usd(0),
      failure: null,
      nextAction: null,
      createdAt: expect.any(String),
    });
    expect(await orderOf(shop, order)).toMatchObject({ status: 'placed', paymentStatus: 'paid' });
    expect(await chargesOf(shop, order.id)).toMatchObject([
      { status: 'succeeded', captured: order.total.amount },
    ]);
    expect(await clearingOf(shop, order.id)).toBe(order.total.amount);
  });

  it('uses the standard method unless one is named', async () => {
    expect((await start(await anOrder(shop), { provider: 'test' })).body.status).toBe('succeeded');
  });

  it('leaves it payable after a decline', async () => {
    const order = await anOrder(shop);
    const declined = await start(order, { provider: 'test', paymentMethod: 'decline' });
    expect(declined.status).toBe(201);
    expect(declined.body).toMatchObject({ status: 'failed', failure: { code: 'declined' } });
    expect(await orderOf(shop, order)).toMatchObject({ status: 'pending_payment', paymentStatus: 'failed' });

    expect((await start(order, success)).body.status).toBe('succeeded');
    expect(await orderOf(shop, order)).toMatchObject({ status: 'placed', paymentStatus: 'paid' });
    expect(await clearingOf(shop, order.id)).toBe(order.total.amount);
  });

  it('only holds the money when it is to be authorized', async () => {
    const order = await anOrder(shop);
    const held = await pay(shop, order, 'authorize_only');
    expect(held).toMatchObject({ status: 'authorized', capturedAmount: usd(0) });
    expect(await orderOf(shop, order)).toMatchObject({ status: 'placed', paymentStatus: 'authorized' });
    expect(await clearingOf(shop, order.id)).toBe(0);
  });

  it.each([
    ['delayed_success', 'succeeded', { status: 'placed', paymentStatus: 'paid' }],
    ['delayed_failure', 'failed', { status: 'pending_payment', paymentStatus: 'failed' }],
  ])('waits for the webhook of %s', async (method, end, state) => {
    const order = await anOrder(shop);
    const payment = await pay(shop, order, method);
    expect(payment).toMatchObject({ status: 'processing', failure: null });
    expect(await orderOf(shop, order)).toMatchObject({ paymentStatus: 'processing' });
    await settled(shop, order, payment.id, end);
    expect(await orderOf(shop, order)).toMatchObject(state);
  });

  it('says that it does not know when the answer is lost, and finds out by itself', async () => {
    const order = await anOrder(shop);
    const payment = await pay(shop, order, 'timeout');
    expect(payment).toMatchObject({ status: 'unknown', capturedAmount: usd(0) });
    expect(await orderOf(shop, order)).toMatchObject({ status: 'pending_payment', paymentStatus: 'unknown' });
    await settled(shop, order, payment.id, 'succeeded');
    expect(await orderOf(shop, order)).toMatchObject({ status: 'placed', paymentStatus: 'paid' });
    expect(await chargesOf(shop, order.id)).toHaveLength(1);
  });

  it('needs no payment when nothing is to be paid', async () => {
    const free = await aVariant(shop, { price: 0 });
    const shippingMethodId = await aShippingMethod(shop, { rates: [{ price: 0 }] });
    const order = await anOrder(shop, { items: [{ variantId: free.variantId }], shippingMethodId });
    expect(await orderOf(shop, order)).toMatchObject({ status: 'placed', paymentStatus: 'paid' });
    const refused = await start(order, success);
    expect([refused.status, refused.body.code]).toEqual([409, 'order_not_payable']);
  });
});

describe('A payment that needs its buyer', () => {
  const begun = async () => {
    const order = await anOrder(shop);
    const payment = await pay(shop, order, 'requires_action');
    expect(payment).toMatchObject({ status: 'requires_action', nextAction: { type: 'confirmation' } });
    return { order, payment };
  };

  it.each([[undefined], ['success']])('succeeds when it is confirmed with %s', async (outcome) => {
    const { order, payment } = await begun();
    const confirmed = await confirm(shop, order, payment.id, outcome);
    expect(confirmed.status).toBe(200);
    expect(confirmed.body).toMatchObject({ id: payment.id, status: 'succeeded', nextAction: null });
    expect(await orderOf(shop, order)).toMatchObject({ status: 'placed', paymentStatus: 'paid' });
  });

  it('fails when the buyer is declined', async () => {
    const { order, payment } = await begun();
    const declined = await confirm(shop, order, payment.id, 'decline');
    expect(declined.body).toMatchObject({ status: 'failed', failure: { code: 'declined' } });
    expect(await orderOf(shop, order)).toMatchObject({ status: 'pending_payment', paymentStatus: 'failed' });
    const again = await confirm(shop, order, payment.id, 'success');
    expect([again.status, again.body.code]).toEqual([409, 'illegal_transition']);
  });

  it('may be confirmed again once it has succeeded', async () => {
    const { order, payment } = await begun();
    await confirm(shop, order, payment.id);
    const again = await confirm(shop, order, payment.id, 'decline');
    expect([again.status, again.body.status]).toEqual([200, 'succeeded']);
  });

  it('is refused another outcome', async () => {
    const { order, payment } = await begun();
    const refused = await confirm(shop, order, payment.id, 'perhaps');
    expect([refused.status, refused.body.code]).toEqual([400, 'validation_failed']);
  });

  it('gives way to another attempt once it is canceled', async () => {
    const { order, payment } = await begun();
    expect((await start(order, success)).body.code).toBe('payment_in_progress');
    const canceled = await shop.http.post(`/payments/${payment.id}/cancellation`, undefined, order.proof);
    expect([canceled.status, canceled.body.status]).toEqual([200, 'canceled']);
    expect(await orderOf(shop, order)).toMatchObject({ status: 'pending_payment', paymentStatus: 'none' });
    expect((await start(order, success)).body.status).toBe('succeeded');
    const late = await shop.http.post(`/payments/${payment.id}/confirmation`, {}, order.proof);
    expect([late.status, late.body.code]).toEqual([409, 'illegal_transition']);
  });

  it('replays the answer to its confirmation', async () => {
    const { order, payment } = await begun();
    const path = `/payments/${payment.id}/confirmation`;
    const options = { ...order.proof, idempotencyKey: aKey() };
    const first = await shop.http.post(path, {}, options);
    const second = await shop.http.post(path, {}, options);
    expect(second.text).toBe(first.text);
    expect([second.status, second.headers['idempotency-replayed']]).toEqual([200, 'true']);
  });
});

describe('What is refused', () => {
  it('a second attempt while one is active', async () => {
    const order = await anOrder(shop);
    await pay(shop, order, 'requires_action');
    const second = await start(order, success);
    expect([second.status, second.body.code]).toEqual([409, 'payment_in_progress']);
    expect(await chargesOf(shop, order.id)).toHaveLength(1);
  });

  it('a payment of an order that is paid, canceled or authorized', async () => {
    const canceled = await anOrder(shop);
    await shop.http.post(`/orders/${canceled.id}/cancellation`, {}, canceled.proof);
    const authorized = await anOrder(shop);
    await pay(shop, authorized, 'authorize_only');
    for (const order of [await aPlacedOrder(shop), canceled, authorized]) {
      const refused = await start(order, success);
      expect([refused.status, refused.body.code]).toEqual([409, 'order_not_payable']);
    }
  });

  it.each([
    ['no provider', {}, 400, 'validation_failed'],
    ['an unknown provider', { provider: 'stripe' }, 422, 'provider_not_found'],
    ['a provider that is a property of every object', { provider: 'constructor' }, 422, 'provider_not_found'],
    ['an unknown method', { provider: 'test', paymentMethod: 'gold' }, 422, 'payment_method_not_found'],
    ['a method of no text', { provider: 'test', paymentMethod: null }, 400, 'validation_failed'],
    ['an amount of its own', { ...success, amount: { amount: 1, currency: 'USD' } }, 400, 'unknown_field'],
  ])('%s', async (_, body, status, code) => {
    const order = await anOrder(shop);
    const refused = await start(order, body);
    expect([refused.status, refused.body.code]).toEqual([status, code]);
    expect(await chargesOf(shop, order.id)).toEqual([]);
  });

  it('a payment without an Idempotency-Key', async () => {
    const refused = await start(await anOrder(shop), success, {});
    expect([refused.status, refused.body.code]).toEqual([400, 'idempotency_key_required']);
  });
});

describe('Whoever proves no ownership', () => {
  it('finds neither order nor payment', async () => {
    const customer = await aCustomer(shop);
    const stranger = await aCustomer(shop);
    const theirs = await anOrder(shop, { customer });
    const payment = await pay(shop, theirs, 'requires_action');
    const other = await anOrder(shop);
    for (const proof of [{}, { token: stranger.token }, other.proof, { orderToken: 'guess' }]) {
      const options = { ...proof, idempotencyKey: aKey() };
      const answers = [
        await shop.http.post(`/orders/${theirs.id}/payments`, success, options),
        await shop.http.get(`/orders/${theirs.id}/payments`, proof),
        await shop.http.get(`/payments/${payment.id}`, proof),
        await shop.http.post(`/payments/${payment.id}/confirmation`, {}, proof),
        await shop.http.post(`/payments/${payment.id}/cancellation`, undefined, proof),
      ];
      expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
    }
    expect(await paymentOf(shop, theirs, payment.id)).toMatchObject({ status: 'requires_action' });
  });

  it('finds nothing under ids that are unknown or none', async () => {
    const staff = await aStaff(shop);
    for (const id of [uuidv7(), 'x', "'; --"]) {
      const path = `/payments/${encodeURIComponent(id)}`;
      const answers = [
        await shop.http.get(path, { token: staff.token }),
        await shop.http.post(`${path}/confirmation`, {}, { token: staff.token }),
        await shop.http.post(
          `${path}/refunds`,
          { reason: 'x' },
          { token: staff.token, idempotencyKey: aKey() },
        ),
        await shop.http.post(`${path}/captures`, {}, { token: staff.token, idempotencyKey: aKey() }),
        await shop.http.get(`${path}/refunds`, { token: staff.token }),
      ];
      expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
    }
  });

  it('does not keep staff and owner from it', async () => {
    const customer = await aCustomer(shop);
    const staff = await aStaff(shop);
    const order = await aPlacedOrder(shop, { customer });
    for (const { token } of [customer, staff]) {
      const listed = await shop.http.get(`/orders/${order.id}/payments`, { token });
      expect(listed.body.items).toMatchObject([{ orderId: order.id, status: 'succeeded' }]);
      const one = await shop.http.get(`/payments/${listed.body.items[0].id}`, { token });
      expect(one.body).toEqual(listed.body.items[0]);
    }
  });
});

describe('The same request again', () => {
  it.each(['success', 'decline', 'requires_action', 'authorize_only', 'timeout'])(
    'is answered with the very bytes of the first, for %s',
    async (paymentMethod) => {
      const order = await anOrder(shop);
      const options = { idempotencyKey: aKey() };
      const first = await start(order, { provider: 'test', paymentMethod }, options);
      const second = await start(order, { paymentMethod, provider: 'test' }, options);
      expect(second.text).toBe(first.text);
      expect([second.status, second.headers['idempotency-replayed']]).toEqual([201, 'true']);
      expect(await chargesOf(shop, order.id)).toHaveLength(1);
    },
  );

  it('with another body is refused', async () => {
    const order = await anOrder(shop);
    const options = { idempotencyKey: aKey() };
    await start(order, { provider: 'test', paymentMethod: 'decline' }, options);
    const second = await start(order, success, options);
    expect([second.status, second.body.code]).toEqual([422, 'idempotency_key_reused']);
  });

  it('under the key of another guest is a request of its own', async () => {
    const options = { idempotencyKey: 'same-for-both' };
    const [one, other] = [await anOrder(shop), await anOrder(shop)];
    const answers = [await start(one, success, options), await start(other, success, options)];
    expect(answers.map(({ body }) => body.orderId)).toEqual([one.id, other.id]);
  });
});
