import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { armFailpoint } from '../../src/common/failpoints/failpoint.js';
import { throwing } from '../../src/common/failpoints/failpoint-actions.js';
import { TestProvider } from '../../src/payments/providers/test/test-provider.js';
import { PaymentRecoveryJobs } from '../../src/payments/recovery/payment-recovery.jobs.js';
import { aCustomer, type SignedInAccount } from '../support/builders/accounts.js';
import { aKey, anOrder, type MadeOrder, pay } from '../support/builders/orders.js';
import {
  anEvent,
  chargesOf,
  clearingOf,
  confirm as confirmByBuyer,
  openPaymentsShop,
  operate,
  orderOf,
  paymentOf,
  recover,
  sendWebhook,
  settled,
  usd,
} from '../support/builders/payments.js';
import { eventually } from '../support/eventually.js';
import { settleJobs } from '../support/jobs.js';
import type { TestShop } from '../support/shop.js';

let shop: TestShop;
let staff: SignedInAccount;
const TOTAL = 2499;

beforeAll(async () => {
  ({ shop, staff } = await openPaymentsShop());
});
afterEach(async () => {
  vi.restoreAllMocks();
  await shop.doctor();
});
afterAll(() => shop.close());

interface Reviewed {
  readonly order: MadeOrder;
  readonly id: string;
}

/** A charge that the provider shows with another sum than was asked for, once its buyer has paid it. */
async function aReview(amount: number, changes = ''): Promise<Reviewed> {
  const order = await anOrder(shop);
  const { id } = await pay(shop, order, 'requires_action');
  await shop.sql(`UPDATE test_provider.charges SET amount = $2 ${changes} WHERE key = $1`, [id, amount]);
  await confirmByBuyer(shop, order, id);
  expect(await paymentOf(shop, order, id)).toMatchObject({ status: 'review', failure: { code: 'mismatch' } });
  expect(await orderOf(shop, order)).toMatchObject({ paymentStatus: 'review', isPayable: true });
  return { order, id };
}

/** A charge that is as it was asked for, and of which a signed webhook says something else. */
async function aDoubt(method: string): Promise<Reviewed> {
  const order = await anOrder(shop);
  const { id } = await pay(shop, order, method);
  await sendWebhook(shop, anEvent({ key: id, ...usd(1) }));
  await settled(shop, order, id, 'review');
  return { order, id };
}

const decide = (id: string, decision: string, idempotencyKey = aKey(), reason = 'asked the provider') =>
  shop.http.post(`/payments/${id}/review`, { decision, reason }, { token: staff.token, idempotencyKey });
const settleAtProvider = (id: string) =>
  shop.sql('UPDATE test_provider.charges SET settles_at = now() WHERE key = $1', [id]);
const decisions = async (order: MadeOrder) => {
  const { body } = await shop.http.get(`/orders/${order.id}`, { token: staff.token });
  return body.history.filter(({ type }: { type: string }) => /^payment_(confirmed|rejected)$/.test(type));
};

describe('A payment under review', () => {
  it('counts as the provider has it once it is confirmed', async () => {
    const { order, id } = await aDoubt('delayed_success');
    await settleAtProvider(id);
    const confirmed = await decide(id, 'confirm');
    expect([confirmed.status, confirmed.body.status]).toEqual([200, 'succeeded']);
    expect(await orderOf(shop, order)).toMatchObject({ status: 'placed', paymentStatus: 'paid' });
    expect(await clearingOf(shop, order.id)).toBe(TOTAL);
    expect(await decisions(order)).toMatchObject([
      { type: 'payment_confirmed', actor: 'staff', actorId: staff.user.id, note: 'asked the provider' },
    ]);
  });

  it('goes on when the provider has not ended it', async () => {
    const { order, id } = await aDoubt('delayed_success');
    expect((await decide(id, 'confirm')).body).toMatchObject({ status: 'processing' });
    expect(await orderOf(shop, order)).toMatchObject({ paymentStatus: 'processing' });
    await settleAtProvider(id);
    await recover(shop);
    await settled(shop, order, id, 'succeeded');
    expect(await orderOf(shop, order)).toMatchObject({ paymentStatus: 'paid' });
  });

  it('of less than was asked for pays the order in part when it is confirmed, and can be given back', async () => {
    const { order, id } = await aReview(2000);
    const confirmed = await decide(id, 'confirm');
    expect(confirmed.body).toMatchObject({ status: 'succeeded', capturedAmount: usd(2000) });
    expect(await orderOf(shop, order)).toMatchObject({ status: 'placed', paymentStatus: 'partially_paid' });
    expect(await clearingOf(shop, order.id)).toBe(2000);
    const refunded = await operate(shop, staff, id, 'refunds');
    expect(refunded.body).toMatchObject({ status: 'succeeded', amount: usd(2000) });
    expect(await orderOf(shop, order)).toMatchObject({ paymentStatus: 'refunded' });
    expect(await clearingOf(shop, order.id)).toBe(0);
  });

  it('of more than was asked for cannot be confirmed, and goes back whole when it is rejected', async () => {
    const { order, id } = await aReview(3000);
    const refused = await decide(id, 'confirm');
    expect([refused.status, refused.body.code]).toEqual([409, 'review_not_possible']);
    expect(refused.body.shown).toEqual(usd(3000));
    expect(await decisions(order)).toEqual([]);

    expect((await decide(id, 'reject')).status).toBe(200);
    expect(await orderOf(shop, order)).toMatchObject({
      status: 'pending_payment',
      paymentStatus: 'none',
      isPayable: true,
    });
    await eventually(async () => (await chargesOf(shop, order.id))[0]!.refunded === 3000);
    await settleJobs(shop);
    expect(await clearingOf(shop, order.id)).toBe(0);
    expect(await orderOf(shop, order)).toMatchObject({ paymentStatus: 'none' });
    expect(await decisions(order)).toMatchObject([{ type: 'payment_rejected' }]);
    await pay(shop, order, 'success');
    expect(await orderOf(shop, order)).toMatchObject({ status: 'placed', paymentStatus: 'paid' });
    expect(await clearingOf(shop, order.id)).toBe(TOTAL);
  });

  it('takes nothing any more when it is rejected before its end', async () => {
    const { order, id } = await aDoubt('delayed_success');
    expect((await decide(id, 'reject')).body).toMatchObject({ status: 'canceled' });
    expect(await chargesOf(shop, order.id)).toMatchObject([{ status: 'canceled', captured: 0 }]);
    expect(await orderOf(shop, order)).toMatchObject({ paymentStatus: 'none', isPayable: true });
  });

  it('lets what is held go when it is rejected', async () => {
    const order = await anOrder(shop);
    const { id } = await pay(shop, order, 'requires_action');
    await shop.sql("UPDATE test_provider.charges SET amount = 2000, status = 'authorized' WHERE key = $1", [
      id,
    ]);
    await recover(shop);
    await settled(shop, order, id, 'review');
    expect((await decide(id, 'reject')).body).toMatchObject({ status: 'canceled' });
    expect(await chargesOf(shop, order.id)).toMatchObject([{ status: 'canceled' }]);
  });

  it('in other money is given back at the provider first, and then rejected', async () => {
    const { order, id } = await aReview(TOTAL, ", currency = 'EUR'");
    for (const decision of ['confirm', 'reject']) {
      const refused = await decide(id, decision);
      expect([refused.status, refused.body.code]).toEqual([409, 'review_not_possible']);
      expect(refused.body.shown).toEqual({ amount: TOTAL, currency: 'EUR' });
    }
    await shop.sql(
      `WITH given AS (UPDATE test_provider.charges SET refunded = captured WHERE key = $1 RETURNING *)
       INSERT INTO test_provider.movements (reference, charge_reference, key, kind, amount)
       SELECT 'by_hand_' || reference, reference, 'by_hand_' || reference, 'refund', amount FROM given`,
      [id],
    );
    expect((await decide(id, 'reject')).body).toMatchObject({ status: 'canceled' });
    expect(await orderOf(shop, order)).toMatchObject({ paymentStatus: 'none', isPayable: true });
    expect(await clearingOf(shop, order.id)).toBe(0);
  });

  it('that is gone at the provider can be rejected alone', async () => {
    const order = await anOrder(shop);
    const { id } = await pay(shop, order, 'requires_action');
    await shop.sql('DELETE FROM test_provider.charges WHERE key = $1', [id]);
    await recover(shop);
    await settled(shop, order, id, 'review');
    expect((await decide(id, 'confirm')).body.code).toBe('review_not_possible');
    expect((await decide(id, 'reject')).body).toMatchObject({ status: 'canceled' });
    expect(await orderOf(shop, order)).toMatchObject({ paymentStatus: 'none', isPayable: true });
  });

  it('ends its order that was to be canceled, when it is rejected', async () => {
    const { order, id } = await aReview(3000);
    await shop.http.post(`/orders/${order.id}/cancellation`, {}, order.proof);
    await settleJobs(shop);
    expect(await orderOf(shop, order)).toMatchObject({ status: 'pending_payment' });
    await decide(id, 'reject');
    await eventually(async () => (await chargesOf(shop, order.id))[0]!.refunded === 3000);
    await settleJobs(shop);
    expect(await orderOf(shop, order)).toMatchObject({ status: 'canceled' });
  });

  it('ends its order that was to be canceled, and gives the money back, when it is confirmed', async () => {
    const { order, id } = await aReview(2000);
    await shop.http.post(`/orders/${order.id}/cancellation`, {}, order.proof);
    await settleJobs(shop);
    await decide(id, 'confirm');
    await eventually(async () => (await chargesOf(shop, order.id))[0]!.refunded === 2000);
    await settleJobs(shop);
    expect(await orderOf(shop, order)).toMatchObject({ status: 'canceled', paymentStatus: 'refunded' });
    expect(await clearingOf(shop, order.id)).toBe(0);
  });
});

describe('A decision on it', () => {
  it('is for staff who may move money, needs a key and a reason, and acts once', async () => {
    const { order, id } = await aReview(2000);
    const path = `/payments/${id}/review`;
    const body = { decision: 'confirm', reason: 'fine' };
    const customer = await aCustomer(shop);
    const answers = [
      await shop.http.post(path, body, { ...order.proof, idempotencyKey: aKey() }),
      await shop.http.post(path, body, { token: customer.token, idempotencyKey: aKey() }),
      await shop.http.post(path, body, { token: staff.token }),
      await decide(id, 'perhaps'),
      await decide(id, 'confirm', aKey(), ' '),
    ];
    expect(answers.map(({ status }) => status)).toEqual([401, 403, 400, 400, 400]);
    expect(answers[2]!.body.code).toBe('idempotency_key_required');

    const key = aKey();
    const first = await decide(id, 'confirm', key);
    const second = await decide(id, 'confirm', key);
    expect([second.status, second.text]).toEqual([200, first.text]);
    expect(second.headers['idempotency-replayed']).toBe('true');
    expect(await decisions(order)).toHaveLength(1);
    const late = await decide(id, 'reject');
    expect([late.status, late.body.code]).toEqual([409, 'illegal_transition']);
  });

  it('is for payments under review alone', async () => {
    const order = await anOrder(shop);
    const { id } = await pay(shop, order, 'success');
    for (const decision of ['confirm', 'reject'])
      expect((await decide(id, decision)).body.code).toBe('illegal_transition');
    expect((await decide(order.id, 'confirm')).status).toBe(404);
  });

  it('waits for a provider that cannot be asked', async () => {
    const { id } = await aReview(2000);
    const key = aKey();
    vi.spyOn(shop.get(TestProvider), 'fetch').mockRejectedValueOnce(new Error('socket hang up'));
    const unsure = await decide(id, 'confirm', key);
    expect([unsure.status, unsure.body.code]).toEqual([503, 'overloaded']);
    expect((await decide(id, 'confirm', key)).body).toMatchObject({ status: 'succeeded' });
  });

  it('to reject is carried out though the process dies, and answered then', async () => {
    const { order, id } = await aReview(3000);
    const key = aKey();
    const point = 'payments.rejection_committed';
    const disarm = armFailpoint(point, throwing(point));
    await expect(decide(id, 'reject', key)).rejects.toThrow('500');
    disarm();
    await recover(shop);
    await eventually(async () => (await chargesOf(shop, order.id))[0]!.refunded === 3000);
    await settleJobs(shop);
    expect((await decide(id, 'reject', key)).status).toBe(200);
    expect(await orderOf(shop, order)).toMatchObject({ paymentStatus: 'none', isPayable: true });
  });

  it('to reject is carried out by its repetition when the first sending broke off', async () => {
    const { order, id } = await aReview(3000);
    const key = aKey();
    const point = 'payments.rejection_committed';
    armFailpoint(point, throwing(point));
    await expect(decide(id, 'reject', key)).rejects.toThrow('500');
    expect((await decide(id, 'reject', key)).status).toBe(200);
    await eventually(async () => (await chargesOf(shop, order.id))[0]!.refunded === 3000);
  });

  it('to reject goes on when the provider’s answer is lost', async () => {
    const { order, id } = await aDoubt('delayed_success');
    vi.spyOn(shop.get(TestProvider), 'cancel').mockRejectedValueOnce(new Error('socket hang up'));
    expect((await decide(id, 'reject')).body).toMatchObject({ status: 'review' });
    expect((await decide(id, 'confirm')).body.code).toBe('illegal_transition');
    await recover(shop);
    await settled(shop, order, id, 'canceled');
    expect(await orderOf(shop, order)).toMatchObject({ paymentStatus: 'none' });
  });
});

describe('At the same moment', () => {
  beforeAll(() => shop.listen());

  const decideOverNetwork = (id: string, decision: string) =>
    shop.network.post(
      `/payments/${id}/review`,
      { decision, reason: 'at once' },
      { token: staff.token, idempotencyKey: aKey() },
    );

  it.each([0, 1, 2, 3])('one of many decisions counts, whatever webhooks and recovery do (%i)', async () => {
    const { order, id } = await aReview(2000);
    const [answers] = await Promise.all([
      Promise.all(
        ['confirm', 'reject', 'confirm', 'reject', 'confirm', 'reject'].map((decision) =>
          decideOverNetwork(id, decision),
        ),
      ),
      sendWebhook(shop, anEvent({ key: id })),
      shop.get(PaymentRecoveryJobs).resolve({ paymentId: id }),
    ]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status !== 200 && status !== 409)).toEqual([]);
    await settleJobs(shop);
    const [decision] = await decisions(order);
    const isConfirmed = decision.type === 'payment_confirmed';
    await eventually(async () => {
      const [charge] = await chargesOf(shop, order.id);
      return charge!.refunded === (isConfirmed ? 0 : 2000);
    });
    await settleJobs(shop);
    expect(await decisions(order)).toHaveLength(1);
    expect(await clearingOf(shop, order.id)).toBe(isConfirmed ? 2000 : 0);
    expect(await orderOf(shop, order)).toMatchObject(
      isConfirmed
        ? { status: 'placed', paymentStatus: 'partially_paid' }
        : { status: 'pending_payment', paymentStatus: 'none' },
    );
  });

  it.each([0, 1, 2, 3])('a confirmation and the order’s cancellation agree (%i)', async () => {
    const { order, id } = await aReview(2000);
    await Promise.all([
      decideOverNetwork(id, 'confirm'),
      shop.network.post(`/orders/${order.id}/cancellation`, {}, order.proof),
    ]);
    await eventually(async () => (await orderOf(shop, order)).paymentStatus === 'refunded');
    await settleJobs(shop);
    expect(await orderOf(shop, order)).toMatchObject({ status: 'canceled' });
    expect(await clearingOf(shop, order.id)).toBe(0);
  });
});
