import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CountSecuredMoneySoFar1797016010000 } from '../../migrations/1797016010000-count-secured-money-so-far.js';
import { uuidv7 } from '../../src/common/database/ids.js';
import { Transaction } from '../../src/common/database/transaction.js';
import type { SignedInAccount } from '../support/builders/accounts.js';
import { aKey, anOrder, aPlacedOrder, type MadeOrder, pay } from '../support/builders/orders.js';
import {
  anEvent,
  chargesOf,
  openPaymentsShop,
  operate,
  orderOf,
  recover,
  sendWebhook,
  settled,
  usd,
} from '../support/builders/payments.js';
import { aVariant } from '../support/builders/products.js';
import { eventually } from '../support/eventually.js';
import { settleJobs } from '../support/jobs.js';
import type { TestShop } from '../support/shop.js';

let shop: TestShop;
let staff: SignedInAccount;

beforeAll(async () => {
  ({ shop, staff } = await openPaymentsShop());
});
afterAll(() => shop.close());

async function securedOf({ id }: MadeOrder): Promise<number> {
  const [row] = await shop.sql<{ secured: number }>(
    'SELECT secured_amount AS secured FROM orders WHERE id = $1',
    [id],
  );
  return row!.secured;
}

async function loseAuthorization(order: MadeOrder, paymentId: string): Promise<void> {
  await shop.sql('UPDATE test_provider.charges SET settles_at = now() WHERE order_reference = $1', [
    order.id,
  ]);
  await sendWebhook(shop, anEvent({ key: paymentId }));
  await settled(shop, order, paymentId, 'canceled');
}

describe('What is due of an order', () => {
  afterAll(() => shop.doctor());

  it.each([
    ['success', 'paid'],
    ['authorize_only', 'authorized'],
  ])('is its total, and nothing once a payment secures it (%s)', async (method, paymentStatus) => {
    const order = await anOrder(shop);
    expect(await orderOf(shop, order)).toMatchObject({ due: order.total, isPayable: true });
    await pay(shop, order, method);
    expect(await orderOf(shop, order)).toMatchObject({ paymentStatus, due: usd(0), isPayable: false });
    expect(await securedOf(order)).toBe(order.total.amount);
  });

  it.each(['decline', 'requires_action', 'delayed_success'])('is its total while %s', async (method) => {
    const order = await anOrder(shop);
    await pay(shop, order, method);
    expect((await orderOf(shop, order)).due).toEqual(order.total);
    expect(await securedOf(order)).toBe(0);
  });

  it('is its total again once an authorization is lost, until it is paid again', async () => {
    const order = await anOrder(shop);
    const lost = await pay(shop, order, 'authorize_expiring');
    await loseAuthorization(order, lost.id);
    expect(await orderOf(shop, order)).toMatchObject({ due: order.total, isPayable: true });
    expect(await securedOf(order)).toBe(0);
    await pay(shop, order, 'success');
    expect((await orderOf(shop, order)).due).toEqual(usd(0));
  });

  it('is less by items that were canceled while it is to be paid again', async () => {
    const { variantId } = await aVariant(shop, { onHand: 3 });
    const order = await anOrder(shop, { items: [{ variantId, quantity: 3 }] });
    const lost = await pay(shop, order, 'authorize_expiring');
    await loseAuthorization(order, lost.id);
    const items = [{ itemId: order.items[0]!.id, quantity: 1 }];
    const body = { items, reason: 'sold out' };
    const canceled = await shop.http.post(`/orders/${order.id}/cancellation`, body, {
      token: staff.token,
      idempotencyKey: aKey(),
    });
    const { canceledAmount, due } = canceled.body;
    expect(canceledAmount.amount).toBeGreaterThan(0);
    expect(due).toEqual(usd(order.total.amount - canceledAmount.amount));
    expect(await pay(shop, order, 'success')).toMatchObject({ status: 'succeeded', amount: due });
  });

  it('is nothing after a refund, and of an order that has ended', async () => {
    const refunded = await anOrder(shop);
    const { id } = await pay(shop, refunded, 'success');
    await operate(shop, staff, id, 'refunds', { amount: usd(1), reason: 'a scratch' });
    expect((await orderOf(shop, refunded)).due).toEqual(usd(0));
    const ended = await anOrder(shop);
    const { body } = await shop.http.post(`/orders/${ended.id}/cancellation`, {}, ended.proof);
    expect(body).toMatchObject({ status: 'canceled', due: usd(0) });
  });
});

describe('Money beyond the total', () => {
  it('is given back whole, and does not count', async () => {
    const order = await anOrder(shop);
    const first = await pay(shop, order, 'decline');
    await pay(shop, order, 'success');
    await shop.sql(
      `WITH taken AS (
         UPDATE test_provider.charges SET status = 'succeeded', captured = amount WHERE key = $1 RETURNING *
       )
       INSERT INTO test_provider.movements (reference, charge_reference, key, kind, amount)
       SELECT 'late_' || reference, reference, 'late_' || reference, 'capture', amount FROM taken`,
      [first.id],
    );
    await sendWebhook(shop, anEvent({ key: first.id }));
    await settled(shop, order, first.id, 'succeeded');
    await settleJobs(shop);
    await recover(shop);
    await settleJobs(shop);
    const { amount } = order.total;
    const [returned, kept] = await chargesOf(shop, order.id);
    expect([returned!.refunded, kept!.refunded]).toEqual([amount, 0]);
    expect(await securedOf(order)).toBe(amount);
    expect(await orderOf(shop, order)).toMatchObject({
      status: 'placed',
      paymentStatus: 'paid',
      due: usd(0),
    });
    await shop.doctor();
  });

  const SECURE = `UPDATE payments SET status = 'authorized', authorized_amount = amount, updated_at = now() WHERE id = $1`;
  const anAttempt = async (orderId: string): Promise<string> => {
    const id = uuidv7();
    await shop.sql(
      `INSERT INTO payments (id, order_id, provider, status, currency, amount)
       SELECT $1, id, 'test', 'failed', currency, total FROM orders WHERE id = $2`,
      [id, orderId],
    );
    return id;
  };

  const isAnyoneWaiting = async (): Promise<boolean> => {
    const waiting = await shop.sql(
      `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`,
    );
    return waiting.length > 0;
  };

  it('is counted of what came before the count, however often', async () => {
    const paid = await aPlacedOrder(shop);
    const unpaid = await anOrder(shop);
    await pay(shop, unpaid, 'decline');
    await shop.sql('UPDATE orders SET secured_amount = 0 WHERE id = $1', [paid.id]);
    const { sql } = new CountSecuredMoneySoFar1797016010000();
    await shop.sql(sql);
    await shop.sql(sql);
    expect([await securedOf(paid), await securedOf(unpaid)]).toEqual([paid.total.amount, 0]);
  });

  it('is refused by the database, whoever writes it', async () => {
    const order = await aPlacedOrder(shop);
    const attempt = await anAttempt(order.id);
    await expect(shop.sql(SECURE, [attempt])).rejects.toThrow('orders_secured_within_total');
    expect(await securedOf(order)).toBe(order.total.amount);
  });

  it('is refused by the database to one of two that secure all of it at once', async () => {
    const order = await anOrder(shop);
    const attempts = [await anAttempt(order.id), await anAttempt(order.id)];
    // The first has counted, and not committed: the second waits for it, and must then see it.
    const [first, second] = attempts as [string, string];
    const secure = (id: string, then: () => Promise<unknown>) =>
      shop.get(Transaction).run(async () => {
        await shop.sql(SECURE, [id]);
        await shop.sql('SET CONSTRAINTS ALL IMMEDIATE');
        await then();
      });
    let rival: Promise<unknown> = Promise.resolve();
    const winner = secure(first, () =>
      shop.get(Transaction).outside(async () => {
        rival = secure(second, () => Promise.resolve());
        rival.catch(() => undefined);
        await eventually(isAnyoneWaiting);
      }),
    );
    await winner;
    const outcomes = await Promise.allSettled([winner, rival]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { message: expect.stringContaining('orders_secured_within_total') },
    });
    expect(await securedOf(order)).toBe(order.total.amount);
  });
});
