import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PaymentOperationsService } from '../../src/payments/operations/payment-operations.service.js';
import { PaymentRecoveryJobs } from '../../src/payments/recovery/payment-recovery.jobs.js';
import { PaymentsRepository } from '../../src/payments/completion/payments.repository.js';
import type { SignedInAccount } from '../support/builders/accounts.js';
import { aKey, anOrder, type MadeOrder, pay } from '../support/builders/orders.js';
import {
  anEvent,
  aWebhook,
  chargesOf,
  clearingOf,
  openPaymentsShop,
  orderOf,
  paymentOf,
  recover,
  settled,
  usd,
} from '../support/builders/payments.js';
import { availableUnits, aVariant } from '../support/builders/products.js';
import { eventually } from '../support/eventually.js';
import type { HttpAnswer } from '../support/http-client.js';
import { meetingAtLock } from '../support/row-lock.js';
import type { TestShop } from '../support/shop.js';

let shop: TestShop;
let staff: SignedInAccount;

beforeAll(async () => {
  ({ shop, staff } = await openPaymentsShop());
  await shop.listen();
});

afterAll(async () => {
  await shop.doctor();
  await shop.close();
});

const times = <T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));

const start = (order: MadeOrder, idempotencyKey: string, paymentMethod = 'success') =>
  shop.network.post(
    `/orders/${order.id}/payments`,
    { provider: 'test', paymentMethod },
    { ...order.proof, idempotencyKey },
  );

const operate = (paymentId: string, kind: 'refunds' | 'captures', body: object) =>
  shop.network.post(`/payments/${paymentId}/${kind}`, body, { token: staff.token, idempotencyKey: aKey() });

const cancelOrder = (order: MadeOrder) =>
  shop.network.post(`/orders/${order.id}/cancellation`, {}, order.proof);

const webhook = (key: string) => {
  const { payload, headers } = aWebhook(shop, anEvent({ key }));
  return shop.network.post('/webhooks/test', payload, { headers });
};

/** Every answer is one of these, by status and code (or the state of what it shows). */
function expectOnly(answers: readonly HttpAnswer[], allowed: readonly string[]): void {
  const found = new Set(answers.map(({ status, body }) => `${status} ${body.code ?? body.status}`));
  for (const answer of found) expect(allowed).toContain(answer);
}

/** Nothing waits in the queue or is being worked on. */
const quiet = () =>
  eventually(async () => {
    const [row] = await shop.sql('SELECT count(*) AS n FROM graphile_worker.jobs WHERE run_at <= now()');
    return row.n === 0;
  });

const captureFacts = (paymentId: string) =>
  shop.sql("SELECT amount FROM payment_transactions WHERE payment_id = $1 AND kind = 'capture'", [paymentId]);

describe('Many requests at once', () => {
  it('under one key make one charge, and get one answer', async () => {
    const order = await anOrder(shop);
    const key = aKey();
    const answers = await times(20, () => start(order, key));
    const done = answers.filter(({ status }) => status === 201);
    expect(done.length).toBeGreaterThan(0);
    expect(new Set(done.map(({ text }) => text)).size).toBe(1);
    expectOnly(
      answers.filter(({ status }) => status !== 201),
      ['409 idempotency_key_in_flight'],
    );
    expect((await start(order, key)).text).toBe(done[0]!.text);
    expect(await chargesOf(shop, order.id)).toHaveLength(1);
  });

  it.each(['success', 'authorize_only', 'requires_action', 'timeout'])(
    'under keys of their own make one charge by %s',
    async (method) => {
      const order = await anOrder(shop);
      const answers = await times(20, () => start(order, aKey(), method));
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
      expectOnly(
        answers.filter(({ status }) => status !== 201),
        ['409 payment_in_progress', '409 order_not_payable'],
      );
      expect(await chargesOf(shop, order.id)).toHaveLength(1);
    },
  );

  it('to confirm one payment take the money once, whatever each of them says', async () => {
    const order = await anOrder(shop);
    const payment = await pay(shop, order, 'requires_action');
    const answers = await times(20, (index) =>
      shop.network.post(
        `/payments/${payment.id}/confirmation`,
        { outcome: index % 4 === 0 ? 'decline' : 'success' },
        order.proof,
      ),
    );
    const { status } = await paymentOf(shop, order, payment.id);
    expectOnly(answers, [`200 ${status}`, '409 illegal_transition']);
    expect(await clearingOf(shop, order.id)).toBe(status === 'succeeded' ? order.total.amount : 0);
  });

  it('to confirm one payment under keys of their own leave no key without its answer', async () => {
    const order = await anOrder(shop);
    const payment = await pay(shop, order, 'requires_action');
    const keys = Array.from({ length: 20 }, () => aKey());
    const confirm = (index: number) => {
      const proof = { ...order.proof, idempotencyKey: keys[index]! };
      return shop.network.post(`/payments/${payment.id}/confirmation`, {}, proof);
    };
    expectOnly(await times(20, confirm), ['200 succeeded', '409 payment_in_progress']);
    expectOnly(await times(20, confirm), ['200 succeeded']);
  });

  it('to refund random amounts give back at most what was taken, and none is refused in vain', async () => {
    const order = await anOrder(shop);
    const payment = await pay(shop, order, 'success');
    const amounts = Array.from({ length: 50 }, (_, index) => ((index * 7919) % 197) + 1);
    const answers = await times(50, (index) =>
      operate(payment.id, 'refunds', { amount: usd(amounts[index]!), reason: 'x' }),
    );
    expectOnly(answers, ['201 succeeded', '422 amount_exceeds_remaining']);
    const given = answers
      .filter(({ status }) => status === 201)
      .reduce((sum, { body }) => sum + body.amount.amount, 0);
    expect(given).toBeLessThanOrEqual(order.total.amount);
    const [charge] = await chargesOf(shop, order.id);
    expect(charge!.refunded).toBe(given);
    expect(await clearingOf(shop, order.id)).toBe(order.total.amount - given);
    const refused = answers.flatMap(({ status }, index) => (status === 201 ? [] : [amounts[index]!]));
    for (const amount of refused) expect(amount).toBeGreaterThan(order.total.amount - given);
  });

  it('to give everything back do it once', async () => {
    const order = await anOrder(shop);
    const payment = await pay(shop, order, 'success');
    const answers = await times(20, () => operate(payment.id, 'refunds', { reason: 'x' }));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(await chargesOf(shop, order.id)).toMatchObject([{ refunded: order.total.amount }]);
  });

  it('to capture parts take at most what is held', async () => {
    const order = await anOrder(shop);
    const payment = await pay(shop, order, 'authorize_only');
    const answers = await times(30, () => operate(payment.id, 'captures', { amount: usd(500) }));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(4);
    expectOnly(answers, ['201 succeeded', '422 amount_exceeds_remaining']);
    expect(await chargesOf(shop, order.id)).toMatchObject([{ captured: 2000 }]);
    expect(await clearingOf(shop, order.id)).toBe(2000);
  });
});

describe('One capture', () => {
  it('is booked once, whoever brings the news of it', { timeout: 60_000 }, async () => {
    const order = await anOrder(shop);
    const payment = await pay(shop, order, 'authorize_only');
    const recovery = shop.get(PaymentRecoveryJobs);
    const [captured] = await Promise.all([
      operate(payment.id, 'captures', {}),
      times(30, () => webhook(payment.id)),
      times(30, () => recovery.resolve({ paymentId: payment.id })),
    ]);
    expect([captured.status, captured.body.status]).toEqual([201, 'succeeded']);
    await quiet();
    expect(await captureFacts(payment.id)).toEqual([{ amount: order.total.amount }]);
    expect(await clearingOf(shop, order.id)).toBe(order.total.amount);
    expect(await orderOf(shop, order)).toMatchObject({ paymentStatus: 'paid' });
  });

  it('is booked once when charge, confirmation, webhook and recovery meet, again and again', async () => {
    for (let round = 0; round < 8; round += 1) {
      const order = await anOrder(shop);
      const payment = await pay(shop, order, 'requires_action');
      await Promise.all([
        times(2, () => shop.network.post(`/payments/${payment.id}/confirmation`, {}, order.proof)),
        times(3, () => webhook(payment.id)),
        times(3, () => shop.get(PaymentRecoveryJobs).resolve({ paymentId: payment.id })),
      ]);
      await settled(shop, order, payment.id, 'succeeded');
      await quiet();
      expect(await captureFacts(payment.id)).toHaveLength(1);
      expect(await orderOf(shop, order)).toMatchObject({ status: 'placed', paymentStatus: 'paid' });
    }
  });
});

describe('A payment and the end of its order', () => {
  /** Milliseconds by which the payment is ahead of the cancellation; the ends of the row are no race. */
  const LEADS = [-300, -20, -10, -5, 0, 0, 5, 10, 15, 20, 40, 300];

  it('meet in one of two ways: nothing taken, or all of it given back', { timeout: 60_000 }, async () => {
    const ends = new Set<string>();
    for (const [round, lead] of LEADS.entries()) {
      const { variantId } = await aVariant(shop, { onHand: 1 });
      const order = await anOrder(shop, { items: [{ variantId }] });
      await Promise.all([
        delay(Math.max(0, -lead)).then(() => start(order, aKey(), round % 2 === 0 ? 'success' : 'timeout')),
        delay(Math.max(0, lead)).then(() => cancelOrder(order)),
      ]);
      await recover(shop);
      const ended = await eventually(async () => {
        const now = await orderOf(shop, order);
        return now.status === 'canceled' && ['none', 'refunded'].includes(now.paymentStatus) && now;
      });
      ends.add(ended.paymentStatus);
      await quiet();
      expect(await clearingOf(shop, order.id)).toBe(0);
      for (const charge of await chargesOf(shop, order.id)) expect(charge.captured).toBe(charge.refunded);
      expect(await availableUnits(shop, variantId)).toBe(1);
    }
    expect([...ends].toSorted()).toEqual(['none', 'refunded']);
  });

  it('gives the money back once, however often the cancellation is heard', async () => {
    const order = await anOrder(shop);
    const payment = await pay(shop, order, 'success');
    await times(10, () => cancelOrder(order));
    await times(10, () => shop.get(PaymentRecoveryJobs).resolve({ paymentId: payment.id }));
    await eventually(async () => (await orderOf(shop, order)).paymentStatus === 'refunded');
    await quiet();
    const refunds = await shop.http.get(`/payments/${payment.id}/refunds`, { token: staff.token });
    expect(refunds.body.items).toHaveLength(1);
    expect(await chargesOf(shop, order.id)).toMatchObject([{ refunded: order.total.amount }]);
  });

  it('gives it back once, however many set out to do it', async () => {
    const order = await anOrder(shop);
    const payment = await pay(shop, order, 'success');
    expect(await shop.get(PaymentsRepository).unwind(payment.id, 'late_success')).toBe(true);
    await times(20, () => shop.get(PaymentRecoveryJobs).resolve({ paymentId: payment.id }));
    const refunds = await shop.http.get(`/payments/${payment.id}/refunds`, { token: staff.token });
    expect(refunds.body.items).toMatchObject([{ status: 'succeeded', amount: order.total }]);
    expect(await clearingOf(shop, order.id)).toBe(0);
  });

  it('gives back each unit once when staff refund while the order is canceled', async () => {
    for (let round = 0; round < 5; round += 1) {
      const order = await anOrder(shop);
      const payment = await pay(shop, order, 'success');
      await Promise.all([
        times(5, () => operate(payment.id, 'refunds', { amount: usd(400), reason: 'x' })),
        cancelOrder(order),
      ]);
      await eventually(async () => (await orderOf(shop, order)).paymentStatus === 'refunded');
      expect(await chargesOf(shop, order.id)).toMatchObject([{ refunded: order.total.amount }]);
      expect(await clearingOf(shop, order.id)).toBe(0);
    }
  });

  it('gives back what a refund at the same time has left', async () => {
    const order = await anOrder(shop);
    const payment = await pay(shop, order, 'success');
    const isWaiting = async () => {
      const [row] = await shop.sql(`SELECT count(*) AS n FROM pg_stat_activity
      WHERE wait_event_type = 'Lock' AND datname = current_database()`);
      return row.n === 1;
    };
    const lock = {
      sql: 'SELECT FROM payments WHERE id = $1 FOR UPDATE',
      parameters: [payment.id],
      waiters: 2,
    };
    await meetingAtLock(shop, lock, async () => {
      const asked = operate(payment.id, 'refunds', { amount: usd(500), reason: 'scratched' });
      await eventually(isWaiting);
      const rest = shop.get(PaymentOperationsService).giveBack(payment.id, 'order_canceled');
      const [answer] = await Promise.all([asked, rest]);
      expect(answer.status).toBe(201);
    });
    const refunds = await shop.sql('SELECT amount FROM payment_operations WHERE payment_id = $1', [
      payment.id,
    ]);
    expect(refunds.map(({ amount }) => amount).sort((a, b) => a - b)).toEqual([
      500,
      payment.amount.amount - 500,
    ]);
  });
});
