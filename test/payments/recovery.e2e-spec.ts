import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { throwing } from '../../src/common/failpoints/failpoint-actions.js';
import { armFailpoint } from '../../src/common/failpoints/failpoint.js';
import { ExpiryJobs } from '../../src/orders/closing/expiry.jobs.js';
import { TestProvider } from '../../src/payments/providers/test/test-provider.js';
import { ProviderCalls } from '../../src/payments/completion/provider-calls.js';
import { WebhookScheduler } from '../../src/payments/providers/test/webhook-scheduler.js';
import type { SignedInAccount } from '../support/builders/accounts.js';
import { aKey, anOrder, type MadeOrder, pay } from '../support/builders/orders.js';
import {
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
  usd,
} from '../support/builders/payments.js';
import { availableUnits, aVariant } from '../support/builders/products.js';
import { eventually } from '../support/eventually.js';
import { openBeside, type TestShop } from '../support/shop.js';

let shop: TestShop;
let staff: SignedInAccount;

beforeAll(async () => {
  ({ shop, staff } = await openPaymentsShop({ env: { PAYMENTS_PROVIDER_TIMEOUT_MS: '300' } }));
});

afterEach(() => vi.restoreAllMocks());

afterAll(async () => {
  await shop.doctor();
  await shop.close();
});

const success = { provider: 'test', paymentMethod: 'success' };
const start = (order: MadeOrder, idempotencyKey: string, body: object = success) =>
  shop.http.post(`/orders/${order.id}/payments`, body, { ...order.proof, idempotencyKey });
const listed = async (order: MadeOrder) =>
  (await shop.http.get(`/orders/${order.id}/payments`, order.proof)).body.items;
const cancelOrder = (order: MadeOrder) => shop.http.post(`/orders/${order.id}/cancellation`, {}, order.proof);

/**
 * Runs the work while the second transaction cannot write money down, as if the process had died before it.
 */
async function withoutSecondTransaction(work: () => Promise<unknown>): Promise<void> {
  await shop.sql(`CREATE FUNCTION fail_here() RETURNS trigger LANGUAGE plpgsql AS
                  'BEGIN RAISE EXCEPTION ''the process died''; END'`);
  await shop.sql(
    'CREATE TRIGGER fail_here BEFORE UPDATE ON payments FOR EACH ROW EXECUTE FUNCTION fail_here()',
  );
  try {
    await work();
  } finally {
    await shop.sql('DROP TRIGGER fail_here ON payments');
    await shop.sql('DROP FUNCTION fail_here');
  }
}

describe('A process that dies', () => {
  it('before it asks the provider leaves an attempt that recovery makes, once', async () => {
    const order = await anOrder(shop);
    const key = aKey();
    vi.spyOn(shop.get(ProviderCalls), 'start').mockRejectedValueOnce(new Error('the process died'));
    await expect(start(order, key)).rejects.toThrow('500');
    expect(await chargesOf(shop, order.id)).toEqual([]);
    expect(await listed(order)).toMatchObject([{ status: 'processing' }]);

    await recover(shop);
    const [payment] = await eventually(async () => {
      const items = await listed(order);
      return items[0].status === 'succeeded' && items;
    });
    expect(await chargesOf(shop, order.id)).toHaveLength(1);
    expect(await orderOf(shop, order)).toMatchObject({ status: 'placed', paymentStatus: 'paid' });
    const replayed = await start(order, key);
    expect([replayed.status, replayed.headers['idempotency-replayed']]).toEqual([201, 'true']);
    expect(replayed.body).toEqual(payment);
  });

  it('after the provider has taken the money, and before it is written down, loses nothing', async () => {
    const order = await anOrder(shop);
    const key = aKey();
    await withoutSecondTransaction(() => expect(start(order, key)).rejects.toThrow('500'));
    expect(await chargesOf(shop, order.id)).toMatchObject([{ status: 'succeeded' }]);
    expect(await orderOf(shop, order)).toMatchObject({
      status: 'pending_payment',
      paymentStatus: 'processing',
    });

    await recover(shop);
    await eventually(async () => (await orderOf(shop, order)).paymentStatus === 'paid');
    expect((await start(order, key)).body).toMatchObject({ status: 'succeeded' });
    expect(await chargesOf(shop, order.id)).toHaveLength(1);
    expect(await clearingOf(shop, order.id)).toBe(order.total.amount);
  });

  it.each(['refunds', 'captures'] as const)('between a provider and its %s loses nothing', async (kind) => {
    const order = await anOrder(shop);
    const payment = await pay(shop, order, kind === 'refunds' ? 'success' : 'authorize_only');
    const body = { amount: usd(500), ...(kind === 'refunds' && { reason: 'x' }) };
    const key = aKey();
    const asked = () => operate(shop, staff, payment.id, kind, body, key);
    vi.spyOn(shop.get(ProviderCalls), 'carryOut').mockRejectedValueOnce(new Error('the process died'));
    await expect(asked()).rejects.toThrow('500');

    await recover(shop);
    await eventually(async () => {
      const open = await shop.sql("SELECT FROM idempotency_keys WHERE key = $1 AND state = 'in_progress'", [
        key,
      ]);
      return open.length === 0;
    });
    const answer = await asked();
    expect(answer.headers['idempotency-replayed']).toBe('true');
    expect(answer.body).toMatchObject({ status: 'succeeded', amount: usd(500) });
    const [charge] = await chargesOf(shop, order.id);
    expect(kind === 'refunds' ? charge!.refunded : charge!.captured).toBe(500);
  });
});

describe('A process that has ended', () => {
  it('is missed by another one, which goes on although its time has not come', async () => {
    const order = await anOrder(shop);
    const ended = await openBeside(shop);
    const point = 'payments.start_committed';
    armFailpoint(point, throwing(point));
    const proof = { ...order.proof, idempotencyKey: aKey() };
    await expect(ended.http.post(`/orders/${order.id}/payments`, success, proof)).rejects.toThrow('500');
    await shop.sql("UPDATE payments SET check_at = now() + interval '1 hour' WHERE order_id = $1", [
      order.id,
    ]);
    await ended.close();
    await eventually(async () => (await orderOf(shop, order)).paymentStatus === 'paid', 60_000);
    expect(await chargesOf(shop, order.id)).toHaveLength(1);
  });
});

describe('A provider', () => {
  it('that is too slow leaves the outcome unknown, and is asked again', async () => {
    const order = await anOrder(shop);
    vi.spyOn(shop.get(TestProvider), 'start').mockImplementationOnce(() => new Promise(() => undefined));
    const slow = await start(order, aKey());
    expect(slow.body).toMatchObject({ status: 'unknown' });
    await recover(shop);
    await settled(shop, order, slow.body.id, 'succeeded');
    expect(await chargesOf(shop, order.id)).toHaveLength(1);
  });

  it.each([
    ['breaks off', () => Promise.reject(new Error('socket hang up'))],
    ['answers what cannot be read', () => Promise.resolve(undefined)],
    [
      'throws at once',
      () => {
        throw new TypeError('fetch failed');
      },
    ],
  ])('that %s leaves the outcome unknown, and is asked again', async (_, answer) => {
    const order = await anOrder(shop);
    vi.spyOn(shop.get(TestProvider), 'start').mockImplementationOnce(answer as never);
    const first = await start(order, aKey());
    expect(first.body).toMatchObject({ status: 'unknown' });
    await recover(shop);
    await settled(shop, order, first.body.id, 'succeeded');
    expect(await clearingOf(shop, order.id)).toBe(order.total.amount);
  });

  it('that loses its answer to a refund leaves it pending, and nothing of it free', async () => {
    const order = await anOrder(shop);
    const payment = await pay(shop, order, 'success');
    const provider = shop.get(TestProvider);
    const refund = provider.refund.bind(provider);
    vi.spyOn(provider, 'refund').mockImplementationOnce(async (...call) => {
      await refund(...call);
      throw new Error('socket hang up');
    });
    // Less than half, so that the provider would give it twice if it were asked for twice.
    const half = Math.floor(order.total.amount / 2) - 1;
    const lost = await operate(shop, staff, payment.id, 'refunds', { amount: usd(half), reason: 'x' });
    expect([lost.status, lost.body.status]).toEqual([201, 'pending']);
    const tooMuch = { amount: usd(order.total.amount - half + 1), reason: 'x' };
    const more = await operate(shop, staff, payment.id, 'refunds', tooMuch);
    expect([more.status, more.body.code]).toEqual([422, 'amount_exceeds_remaining']);

    await recover(shop);
    await eventually(async () => {
      const { body } = await shop.http.get(`/payments/${payment.id}/refunds`, { token: staff.token });
      return body.items[0].status === 'succeeded';
    });
    expect((await paymentOf(shop, order, payment.id)).refundedAmount).toEqual(usd(half));
    expect(await chargesOf(shop, order.id)).toMatchObject([{ refunded: half }]);
    expect(await orderOf(shop, order)).toMatchObject({ paymentStatus: 'partially_refunded' });
  });

  it('that never heard of an attempt is not asked to make it a day later', async () => {
    const order = await anOrder(shop);
    vi.spyOn(shop.get(ProviderCalls), 'start').mockRejectedValueOnce(new Error('the process died'));
    await expect(start(order, aKey())).rejects.toThrow('500');
    await shop.sql("UPDATE payments SET created_at = now() - interval '1 day' WHERE order_id = $1", [
      order.id,
    ]);
    await recover(shop);
    await eventually(async () => (await listed(order))[0].status === 'failed');
    expect((await listed(order))[0].failure).toMatchObject({ code: 'not_received' });
    expect(await chargesOf(shop, order.id)).toEqual([]);
    expect((await start(order, aKey())).body).toMatchObject({ status: 'succeeded' });
  });

  it('whose webhook is lost is asked after a while', async () => {
    const order = await anOrder(shop);
    const payment = await pay(shop, order, 'delayed_success');
    await shop.sql('DELETE FROM test_provider.webhooks');
    await shop.sql('UPDATE test_provider.charges SET settles_at = now() WHERE order_reference = $1', [
      order.id,
    ]);
    await recover(shop);
    await settled(shop, order, payment.id, 'succeeded');
    expect(await orderOf(shop, order)).toMatchObject({ status: 'placed', paymentStatus: 'paid' });
  });

  it('is asked within a quarter of an hour, whatever happens, and within an hour of what it holds', async () => {
    for (const method of ['requires_action', 'delayed_success', 'authorize_only'])
      await pay(shop, await anOrder(shop), method);
    const late = await shop.sql(
      `SELECT id FROM payments WHERE check_at > now() +
         CASE status WHEN 'authorized' THEN interval '1 hour' ELSE interval '15 minutes' END`,
    );
    expect(late).toEqual([]);
    expect(
      await shop.sql("SELECT id FROM payments WHERE status = 'authorized' AND check_at IS NULL"),
    ).toEqual([]);
  });

  it('sends after a restart what was due before it', async () => {
    const order = await anOrder(shop);
    const payment = await pay(shop, order, 'delayed_failure');
    await shop.sql('UPDATE test_provider.charges SET settles_at = now() WHERE order_reference = $1', [
      order.id,
    ]);
    await shop.sql('UPDATE test_provider.webhooks SET deliver_at = now()');
    shop.get(WebhookScheduler).wakeIn(0);
    expect(await settled(shop, order, payment.id, 'failed')).toMatchObject({ failure: { code: 'declined' } });
  });
});

describe('An order that is closed while its payment is under way', () => {
  const ordered = async () => {
    const { variantId } = await aVariant(shop, { onHand: 1 });
    const order = await anOrder(shop, { items: [{ variantId }] });
    return { variantId, order };
  };
  const expire = async (order: MadeOrder) => {
    await shop.sql("UPDATE orders SET expires_at = now() - interval '1 second' WHERE id = $1", [order.id]);
    await shop.get(ExpiryJobs).expireDue();
  };
  const closed = (order: MadeOrder, status: string) =>
    eventually(async () => (await orderOf(shop, order)).status === status);

  it.each(['requires_action', 'delayed_success'])('is canceled once %s is stopped', async (method) => {
    const { variantId, order } = await ordered();
    const payment = await pay(shop, order, method);
    const asked = await cancelOrder(order);
    expect(asked.body).toMatchObject({ status: 'pending_payment', closeRequestedAt: expect.any(String) });
    await closed(order, 'canceled');
    expect(await paymentOf(shop, order, payment.id)).toMatchObject({ status: 'canceled' });
    expect(await orderOf(shop, order)).toMatchObject({ paymentStatus: 'none' });
    expect(await availableUnits(shop, variantId)).toBe(1);
  });

  it('expires once the payment is stopped', async () => {
    const { variantId, order } = await ordered();
    const payment = await pay(shop, order, 'requires_action');
    await expire(order);
    await closed(order, 'expired');
    expect(await paymentOf(shop, order, payment.id)).toMatchObject({ status: 'canceled' });
    expect(await availableUnits(shop, variantId)).toBe(1);
  });

  it('is paid when the money was in, and canceled with a refund if a person asked', async () => {
    const { variantId, order } = await ordered();
    await pay(shop, order, 'timeout');
    await cancelOrder(order);
    await eventually(async () => (await orderOf(shop, order)).paymentStatus === 'refunded');
    expect(await orderOf(shop, order)).toMatchObject({ status: 'canceled' });
    expect(await chargesOf(shop, order.id)).toMatchObject([{ captured: 2499, refunded: 2499 }]);
    expect(await clearingOf(shop, order.id)).toBe(0);
    expect(await availableUnits(shop, variantId)).toBe(1);
  });

  it('is paid when the money was in, and stays so if only its time had run out', async () => {
    const { variantId, order } = await ordered();
    await pay(shop, order, 'timeout');
    await expire(order);
    await closed(order, 'placed');
    expect(await orderOf(shop, order)).toMatchObject({ paymentStatus: 'paid' });
    expect(await availableUnits(shop, variantId)).toBe(0);
  });

  it('ends although the provider never heard of the payment', async () => {
    const { variantId, order } = await ordered();
    vi.spyOn(shop.get(ProviderCalls), 'start').mockRejectedValueOnce(new Error('the process died'));
    await expect(start(order, aKey())).rejects.toThrow('500');
    await cancelOrder(order);
    await closed(order, 'canceled');
    expect(await chargesOf(shop, order.id)).toEqual([]);
    expect(await availableUnits(shop, variantId)).toBe(1);
  });

  it('waits for a provider that cannot be asked', async () => {
    const { order } = await ordered();
    await pay(shop, order, 'requires_action');
    vi.spyOn(shop.get(TestProvider), 'cancel').mockRejectedValueOnce(new Error('socket hang up'));
    await cancelOrder(order);
    await closed(order, 'canceled');
    expect(await chargesOf(shop, order.id)).toMatchObject([{ status: 'canceled' }]);
  });
});

describe('Money that comes when nobody waits for it', () => {
  /** The provider takes the money after all, and tells so. */
  const takeLate = async (order: MadeOrder, paymentId: string, status: 'succeeded' | 'authorized') => {
    await shop.sql(
      `UPDATE test_provider.charges SET status = $2, captured = CASE WHEN $2 = 'succeeded' THEN amount ELSE 0 END
       WHERE key = $1`,
      [paymentId, status],
    );
    if (status === 'succeeded') {
      await shop.sql(
        `INSERT INTO test_provider.movements (reference, charge_reference, key, kind, amount)
         SELECT 'late_' || reference, reference, 'late_' || reference, 'capture', amount
         FROM test_provider.charges WHERE key = $1`,
        [paymentId],
      );
    }
    const event = anEvent({ key: paymentId, ...order.total });
    await sendWebhook(shop, event);
    await sendWebhook(shop, { ...event, id: `${event.id}-again` });
  };
  const refundsOf = async (paymentId: string) =>
    (await shop.http.get(`/payments/${paymentId}/refunds`, { token: staff.token })).body.items;

  it('goes back when the order is dead, once', async () => {
    const order = await anOrder(shop);
    const payment = await pay(shop, order, 'requires_action');
    await cancelOrder(order);
    await settled(shop, order, payment.id, 'canceled');
    await takeLate(order, payment.id, 'succeeded');
    await eventually(async () => (await refundsOf(payment.id))[0]?.status === 'succeeded');
    for (let times = 0; times < 3; times += 1) await recover(shop);

    expect(await orderOf(shop, order)).toMatchObject({ status: 'canceled', paymentStatus: 'refunded' });
    expect(await refundsOf(payment.id)).toMatchObject([
      { amount: order.total, reason: 'The order had ended before the money came.' },
    ]);
    expect(await chargesOf(shop, order.id)).toMatchObject([{ captured: 2499, refunded: 2499 }]);
    expect(await clearingOf(shop, order.id)).toBe(0);
  });

  it('is let go when it is only held', async () => {
    const order = await anOrder(shop);
    const payment = await pay(shop, order, 'decline');
    await cancelOrder(order);
    await takeLate(order, payment.id, 'authorized');
    await settled(shop, order, payment.id, 'canceled');
    expect(await chargesOf(shop, order.id)).toMatchObject([{ status: 'canceled', captured: 0 }]);
    expect(await orderOf(shop, order)).toMatchObject({ status: 'canceled', paymentStatus: 'none' });
  });

  it('goes back when the order was paid by another attempt', async () => {
    const order = await anOrder(shop);
    const first = await pay(shop, order, 'requires_action');
    await shop.http.post(`/payments/${first.id}/cancellation`, undefined, order.proof);
    const second = await pay(shop, order, 'success');
    await takeLate(order, first.id, 'succeeded');
    await eventually(async () => (await refundsOf(first.id))[0]?.status === 'succeeded');

    expect(await refundsOf(first.id)).toMatchObject([
      { amount: order.total, reason: 'The order was paid already.' },
    ]);
    expect(await paymentOf(shop, order, second.id)).toMatchObject({
      status: 'succeeded',
      refundedAmount: usd(0),
    });
    expect(await orderOf(shop, order)).toMatchObject({ status: 'placed', paymentStatus: 'paid' });
    expect(await clearingOf(shop, order.id)).toBe(order.total.amount);
  });

  it('pays the order when it still waits', async () => {
    const order = await anOrder(shop);
    const payment = await pay(shop, order, 'decline');
    await takeLate(order, payment.id, 'succeeded');
    await settled(shop, order, payment.id, 'succeeded');
    expect(await orderOf(shop, order)).toMatchObject({ status: 'placed', paymentStatus: 'paid' });
    expect(await refundsOf(payment.id)).toEqual([]);
  });

  it('goes back when the last unit is gone', async () => {
    const { variantId } = await aVariant(shop, { onHand: 1 });
    const order = await anOrder(shop, { items: [{ variantId }] });
    const payment = await pay(shop, order, 'decline');
    // The hold on the unit is lost, and somebody else buys it.
    await cancelHold(order);
    await anOrder(shop, { items: [{ variantId }] });
    await takeLate(order, payment.id, 'succeeded');
    await eventually(async () => (await orderOf(shop, order)).paymentStatus === 'refunded');
    expect(await orderOf(shop, order)).toMatchObject({ status: 'canceled' });
    expect(await clearingOf(shop, order.id)).toBe(0);
  });

  const cancelHold = async (order: MadeOrder) => {
    const { InventoryFacade } = await import('../../src/inventory/index.js');
    const { Transaction } = await import('../../src/common/database/transaction.js');
    await shop.get(Transaction).run(() => shop.get(InventoryFacade).release(order.id));
  };
});

describe('A payment under review', () => {
  it('lets its order go once staff have sent back what came', async () => {
    const order = await anOrder(shop);
    const payment = await pay(shop, order, 'delayed_success');
    await sendWebhook(shop, anEvent({ key: payment.id, amount: 1, currency: 'USD' }));
    await settled(shop, order, payment.id, 'review');
    await shop.sql('UPDATE test_provider.charges SET settles_at = now() WHERE order_reference = $1', [
      order.id,
    ]);
    await sendWebhook(shop, anEvent({ key: payment.id, ...order.total }));
    await eventually(async () => (await clearingOf(shop, order.id)) === order.total.amount);
    expect(await orderOf(shop, order)).toMatchObject({ status: 'pending_payment', paymentStatus: 'review' });

    await cancelOrder(order);
    expect((await operate(shop, staff, payment.id, 'refunds')).body).toMatchObject({ status: 'succeeded' });
    await eventually(async () => (await orderOf(shop, order)).status === 'canceled');
    expect(await clearingOf(shop, order.id)).toBe(0);
  });
});
