import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aCustomer, aStaff, type SignedInAccount } from '../support/builders/accounts.js';
import { aKey, anOrder, type MadeOrder, pay } from '../support/builders/orders.js';
import {
  chargesOf,
  clearingOf,
  operate,
  orderOf,
  paymentOf,
  recover,
  settled,
  usd,
} from '../support/builders/payments.js';
import { armFailpoint } from '../../src/common/failpoints/failpoint.js';
import { throwing } from '../../src/common/failpoints/failpoint-actions.js';
import { eventually } from '../support/eventually.js';
import { openShop, type TestShop } from '../support/shop.js';

let shop: TestShop;
let staff: SignedInAccount;

beforeAll(async () => {
  shop = await openShop();
  staff = await aStaff(shop);
});

afterAll(async () => {
  await shop.doctor();
  await shop.close();
});

/** An order of 24.99 USD: 19.99 for the goods, 5.00 for their way. */
const TOTAL = 2499;

const paidBy = async (method: string) => {
  const order = await anOrder(shop);
  expect(order.total).toEqual(usd(TOTAL));
  return { order, payment: await pay(shop, order, method) };
};
const refund = (paymentId: string, body?: object, key?: string) =>
  operate(shop, staff, paymentId, 'refunds', body, key);
const capture = (paymentId: string, body?: object, key?: string) =>
  operate(shop, staff, paymentId, 'captures', body, key);
const cancelOrder = (order: MadeOrder) => shop.http.post(`/orders/${order.id}/cancellation`, {}, order.proof);

describe('A refund', () => {
  it('gives back all that is left unless an amount is named', async () => {
    const { order, payment } = await paidBy('success');
    const done = await refund(payment.id);
    expect(done.status).toBe(201);
    expect(done.body).toEqual({
      id: done.body.id,
      paymentId: payment.id,
      amount: usd(TOTAL),
      status: 'succeeded',
      reason: 'changed mind',
      failure: null,
      needsDecision: false,
      decision: null,
      createdAt: expect.any(String),
    });
    expect(await paymentOf(shop, order, payment.id)).toMatchObject({
      status: 'succeeded',
      refundedAmount: usd(TOTAL),
    });
    expect(await orderOf(shop, order)).toMatchObject({ status: 'placed', paymentStatus: 'refunded' });
    expect(await clearingOf(shop, order.id)).toBe(0);
    expect(await chargesOf(shop, order.id)).toMatchObject([{ captured: TOTAL, refunded: TOTAL }]);
  });

  it('may come in parts, to the last unit and no further', async () => {
    const { order, payment } = await paidBy('success');
    await refund(payment.id, { amount: usd(1000), reason: 'scratched' });
    expect(await orderOf(shop, order)).toMatchObject({ paymentStatus: 'partially_refunded' });
    const rest = await refund(payment.id, { reason: 'and the rest' });
    expect(rest.body).toMatchObject({ status: 'succeeded', amount: usd(TOTAL - 1000) });
    expect(await orderOf(shop, order)).toMatchObject({ paymentStatus: 'refunded' });

    const more = await refund(payment.id);
    expect([more.status, more.body.code]).toEqual([422, 'amount_exceeds_remaining']);
    const listed = await shop.http.get(`/payments/${payment.id}/refunds`, { token: staff.token });
    expect(listed.body.items.map((item: { reason: string }) => item.reason)).toEqual([
      'and the rest',
      'scratched',
    ]);
  });

  it.each([
    ['of nothing', { amount: usd(0), reason: 'x' }, 400, 'validation_failed'],
    ['of less than nothing', { amount: usd(-5), reason: 'x' }, 400, 'validation_failed'],
    ['of half a cent', { amount: usd(0.5), reason: 'x' }, 400, 'validation_failed'],
    ['of text', { amount: { amount: '1', currency: 'USD' }, reason: 'x' }, 400, 'validation_failed'],
    ['of two amounts', { amount: [usd(1), usd(1)], reason: 'x' }, 400, 'validation_failed'],
    ['of more than was taken', { amount: usd(TOTAL + 1), reason: 'x' }, 422, 'amount_exceeds_remaining'],
    ['of more than can be counted', { amount: usd(2 ** 53), reason: 'x' }, 400, 'validation_failed'],
    [
      'in another currency',
      { amount: { amount: 1, currency: 'EUR' }, reason: 'x' },
      422,
      'currency_mismatch',
    ],
    [
      'in a former currency',
      { amount: { amount: 1, currency: 'BGN' }, reason: 'x' },
      422,
      'currency_mismatch',
    ],
    ['in no currency', { amount: { amount: 1, currency: 'usd' }, reason: 'x' }, 400, 'validation_failed'],
    ['without a reason', { amount: usd(1) }, 400, 'validation_failed'],
    ['with a reason of blanks', { reason: '   ' }, 400, 'validation_failed'],
    ['with a reason beyond its length', { reason: 'x'.repeat(501) }, 400, 'validation_failed'],
    ['with a status of its own', { reason: 'x', status: 'succeeded' }, 400, 'unknown_field'],
  ])('%s is refused', async (_, body, status, code) => {
    const { order, payment } = await paidBy('success');
    const refused = await refund(payment.id, body);
    expect([refused.status, refused.body.code]).toEqual([status, code]);
    expect(await chargesOf(shop, order.id)).toMatchObject([{ captured: TOTAL, refunded: 0 }]);
  });

  it.each(['decline', 'requires_action', 'authorize_only'])(
    'of a payment by %s is refused',
    async (method) => {
      const { payment } = await paidBy(method);
      const refused = await refund(payment.id);
      expect([refused.status, refused.body.code]).toEqual([422, 'amount_exceeds_remaining']);
    },
  );

  it('is for staff alone, and needs a key', async () => {
    const { order, payment } = await paidBy('success');
    const customer = await aCustomer(shop);
    const path = `/payments/${payment.id}/refunds`;
    const body = { reason: 'please' };
    const answers = [
      await shop.http.post(path, body, { ...order.proof, idempotencyKey: aKey() }),
      await shop.http.post(path, body, { token: customer.token, idempotencyKey: aKey() }),
      await shop.http.post(path, body, { token: staff.token }),
      await shop.http.get(path, { token: customer.token }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([401, 403, 400, 403]);
    expect(answers[2]!.body.code).toBe('idempotency_key_required');
  });

  it('acts once for one key', async () => {
    const { order, payment } = await paidBy('success');
    const key = aKey();
    const first = await refund(payment.id, { amount: usd(100), reason: 'x' }, key);
    const second = await refund(payment.id, { amount: usd(100), reason: 'x' }, key);
    expect(second.text).toBe(first.text);
    const other = await refund(payment.id, { amount: usd(200), reason: 'x' }, key);
    expect([other.status, other.body.code]).toEqual([422, 'idempotency_key_reused']);
    expect(await chargesOf(shop, order.id)).toMatchObject([{ refunded: 100 }]);
  });

  it('that the provider refuses for good frees what was set aside', async () => {
    const { order, payment } = await paidBy('success');
    // Somebody gave 20.00 back at the provider, which the shop has not heard of.
    await shop.sql('UPDATE test_provider.charges SET refunded = 2000 WHERE order_reference = $1', [order.id]);
    const failed = await refund(payment.id, { amount: usd(1000), reason: 'x' });
    expect(failed.status).toBe(201);
    expect(failed.body).toMatchObject({ status: 'failed', failure: { code: 'amount_too_large' } });
    expect(await orderOf(shop, order)).toMatchObject({ paymentStatus: 'paid' });
    const possible = await refund(payment.id, { amount: usd(499), reason: 'x' });
    expect(possible.body.status).toBe('succeeded');
    await shop.sql('UPDATE test_provider.charges SET refunded = 499 WHERE order_reference = $1', [order.id]);
  });
});

describe('A capture', () => {
  it('takes all that is held unless an amount is named', async () => {
    const { order, payment } = await paidBy('authorize_only');
    const done = await capture(payment.id);
    expect(done.status).toBe(201);
    expect(done.body).toMatchObject({
      paymentId: payment.id,
      amount: usd(TOTAL),
      status: 'succeeded',
      reason: null,
    });
    expect(await paymentOf(shop, order, payment.id)).toMatchObject({
      status: 'succeeded',
      capturedAmount: usd(TOTAL),
    });
    expect(await orderOf(shop, order)).toMatchObject({ status: 'placed', paymentStatus: 'paid' });
    expect(await clearingOf(shop, order.id)).toBe(TOTAL);
  });

  it('may come in parts; the money is in once all of them are', async () => {
    const { order, payment } = await paidBy('authorize_only');
    await capture(payment.id, { amount: usd(999) });
    expect(await paymentOf(shop, order, payment.id)).toMatchObject({
      status: 'authorized',
      capturedAmount: usd(999),
    });
    expect(await orderOf(shop, order)).toMatchObject({ paymentStatus: 'authorized' });
    const tooMuch = await capture(payment.id, { amount: usd(1501) });
    expect([tooMuch.status, tooMuch.body.code]).toEqual([422, 'amount_exceeds_remaining']);
    await capture(payment.id);
    expect(await orderOf(shop, order)).toMatchObject({ paymentStatus: 'paid' });

    const listed = await shop.http.get(`/payments/${payment.id}/captures`, { token: staff.token });
    expect(listed.body.items.map((item: any) => item.amount.amount)).toEqual([1500, 999]);
  });

  it('that is final lets the rest go', async () => {
    const { order, payment } = await paidBy('authorize_only');
    await capture(payment.id, { amount: usd(1999), isFinal: true });
    expect(await paymentOf(shop, order, payment.id)).toMatchObject({
      status: 'succeeded',
      capturedAmount: usd(1999),
    });
    expect(await orderOf(shop, order)).toMatchObject({ paymentStatus: 'partially_paid' });
    const more = await capture(payment.id, { amount: usd(1) });
    expect([more.status, more.body.code]).toEqual([409, 'illegal_transition']);
    const back = await refund(payment.id);
    expect(back.body).toMatchObject({ status: 'succeeded', amount: usd(1999) });
  });

  it.each([
    ['of nothing', { amount: usd(0) }, 400, 'validation_failed'],
    ['in another currency', { amount: { amount: 1, currency: 'JPY' } }, 422, 'currency_mismatch'],
    ['final by a word', { isFinal: 'yes' }, 400, 'validation_failed'],
  ])('%s is refused', async (_, body, status, code) => {
    const { payment } = await paidBy('authorize_only');
    const refused = await capture(payment.id, body);
    expect([refused.status, refused.body.code]).toEqual([status, code]);
  });

  it.each(['success', 'decline', 'requires_action'])('of a payment by %s is refused', async (method) => {
    const { payment } = await paidBy(method);
    const refused = await capture(payment.id);
    expect([refused.status, refused.body.code]).toEqual([409, 'illegal_transition']);
  });

  it('acts once for one key', async () => {
    const { order, payment } = await paidBy('authorize_only');
    const key = aKey();
    const answers = [
      await capture(payment.id, { amount: usd(5) }, key),
      await capture(payment.id, { amount: usd(5) }, key),
    ];
    expect(answers[1]!.text).toBe(answers[0]!.text);
    expect(await chargesOf(shop, order.id)).toMatchObject([{ captured: 5 }]);
  });
});

describe.each([
  { kind: 'refunds', method: 'success', asking: 'payments.refund_committed' },
  { kind: 'captures', method: 'authorize_only', asking: 'payments.capture_committed' },
] as const)('What is asked for by $kind of a charge that shows another sum', ({ kind, method, asking }) => {
  const inDoubt = async () => {
    const { order, payment } = await paidBy(method);
    const add = (cents: number) =>
      shop.sql('UPDATE test_provider.charges SET amount = amount + $2 WHERE order_reference = $1', [
        order.id,
        cents,
      ]);
    await add(1);
    return { order, paymentId: payment.id, setRight: () => add(-1) };
  };
  const ask = (paymentId: string, amount: number, key?: string) =>
    operate(
      shop,
      staff,
      paymentId,
      kind,
      { amount: usd(amount), ...(kind === 'refunds' && { reason: 'x' }) },
      key,
    );
  const known = (paymentId: string, key: string) =>
    eventually(async () => {
      await recover(shop);
      const [row] = await shop.sql(
        'SELECT status FROM payment_operations WHERE payment_id = $1 AND idempotency_key = $2',
        [paymentId, key],
      );
      return row.status === 'succeeded';
    });

  it('is answered as open, stays set aside, and ends when the sum is right', async () => {
    const { order, paymentId, setRight } = await inDoubt();
    const key = aKey();
    const asked = await ask(paymentId, 1500, key);
    expect([asked.status, asked.body]).toEqual([201, expect.objectContaining({ status: 'pending' })]);
    expect((await ask(paymentId, 1500, key)).text).toBe(asked.text);
    await recover(shop);
    const more = await ask(paymentId, 1000);
    expect([more.status, more.body.code]).toEqual([422, 'amount_exceeds_remaining']);
    await setRight();
    await known(paymentId, key);
    const [charge] = await chargesOf(shop, order.id);
    expect(kind === 'refunds' ? charge!.refunded : charge!.captured).toBe(1500);
  });

  it('is answered by recovery when its process died before it asked', async () => {
    const { order, paymentId, setRight } = await inDoubt();
    const key = aKey();
    const disarm = armFailpoint(asking, throwing(asking));
    await expect(ask(paymentId, 1500, key)).rejects.toThrow('500');
    disarm();
    const answer = await eventually(async () => {
      await recover(shop);
      const replayed = await ask(paymentId, 1500, key);
      return replayed.status === 201 && replayed.body;
    });
    expect(answer).toMatchObject({ status: 'pending' });
    expect(await chargesOf(shop, order.id)).toMatchObject([{ refunded: 0 }]);
    await setRight();
    await known(paymentId, key);
  });
});

describe('A canceled order', () => {
  it('lets an authorization go', async () => {
    const { order, payment } = await paidBy('authorize_only');
    expect((await cancelOrder(order)).body).toMatchObject({ status: 'canceled' });
    await settled(shop, order, payment.id, 'canceled');
    expect(await orderOf(shop, order)).toMatchObject({ status: 'canceled', paymentStatus: 'none' });
    expect(await chargesOf(shop, order.id)).toMatchObject([{ status: 'canceled', captured: 0 }]);
    expect(await clearingOf(shop, order.id)).toBe(0);
    const late = await capture(payment.id);
    expect([late.status, late.body.code]).toEqual([409, 'payment_goes_back']);
  });

  it.each([
    ['before the payment has heard of it', 'payments.unwinding_begins'],
    ['while the authorization is let go', 'payments.unwinding_committed'],
  ])('lets nothing be captured %s, and the answer says why', async (_, moment) => {
    const { order, payment } = await paidBy('authorize_only');
    const disarm = armFailpoint(moment, throwing(moment));
    await cancelOrder(order);
    for (const body of [{}, { amount: usd(TOTAL) }, { amount: usd(1) }]) {
      const refused = await capture(payment.id, body);
      expect([refused.status, refused.body.code]).toEqual([409, 'payment_goes_back']);
      expect(refused.body.reason).toBe('order_canceled');
    }
    disarm();
    await recover(shop);
    await settled(shop, order, payment.id, 'canceled');
    expect(await chargesOf(shop, order.id)).toMatchObject([{ status: 'canceled', captured: 0 }]);
  });

  it('lets go what is held, and gives back what was taken', async () => {
    const { order, payment } = await paidBy('authorize_only');
    await capture(payment.id, { amount: usd(999) });
    await cancelOrder(order);
    await eventually(async () => (await orderOf(shop, order)).paymentStatus === 'refunded');
    expect(await chargesOf(shop, order.id)).toMatchObject([
      { status: 'succeeded', captured: 999, refunded: 999 },
    ]);
    expect(await clearingOf(shop, order.id)).toBe(0);
  });

  it('gives back only what staff have not given back before', async () => {
    const { order, payment } = await paidBy('success');
    await refund(payment.id, { amount: usd(500), reason: 'no shipping' });
    await cancelOrder(order);
    await eventually(async () => (await orderOf(shop, order)).paymentStatus === 'refunded');
    const listed = await shop.http.get(`/payments/${payment.id}/refunds`, { token: staff.token });
    expect(listed.body.items.map((item: any) => [item.amount.amount, item.reason])).toEqual([
      [TOTAL - 500, 'The order was canceled.'],
      [500, 'no shipping'],
    ]);
  });

  it('leaves to staff what the provider refuses to give back', async () => {
    const { order, payment } = await paidBy('success');
    await shop.sql('UPDATE test_provider.charges SET refunded = 1 WHERE order_reference = $1', [order.id]);
    await cancelOrder(order);
    const path = `/payments/${payment.id}/refunds`;
    const [refused] = await eventually(async () => {
      const { items } = (await shop.http.get(path, { token: staff.token })).body;
      return items[0]?.status === 'failed' && items;
    });
    expect(refused).toMatchObject({ amount: usd(TOTAL), failure: { code: 'amount_too_large' } });
    expect(await orderOf(shop, order)).toMatchObject({ status: 'canceled', paymentStatus: 'paid' });

    await shop.sql('UPDATE test_provider.charges SET refunded = 0 WHERE order_reference = $1', [order.id]);
    const byHand = await refund(payment.id, { reason: 'by hand' });
    expect(byHand.body).toMatchObject({ status: 'succeeded', amount: usd(TOTAL) });
    expect(await orderOf(shop, order)).toMatchObject({ status: 'canceled', paymentStatus: 'refunded' });
  });
});
