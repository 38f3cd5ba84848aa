import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uuidv7 } from '../../src/common/database/ids.js';
import { Transaction } from '../../src/common/database/transaction.js';
import { Payment } from '../../src/payments/entities/payment.entity.js';
import { PaymentsRepository } from '../../src/payments/completion/payments.repository.js';
import { TestProvider } from '../../src/payments/providers/test/test-provider.js';
import { SIGNATURE_HEADER, signWebhook } from '../../src/payments/providers/test/webhook-signature.js';
import { WebhookApplierJobs } from '../../src/payments/webhooks/webhook-applier.jobs.js';
import { anOrder, type MadeOrder, pay } from '../support/builders/orders.js';
import {
  anEvent,
  aWebhook,
  chargesOf,
  clearingOf,
  inboxOf,
  openPaymentsShop,
  orderOf,
  paymentOf,
  sendWebhook,
  settled,
  type ShownPayment,
  usd,
} from '../support/builders/payments.js';
import { eventually } from '../support/eventually.js';
import type { TestShop } from '../support/shop.js';

const PREVIOUS_SECRET = 'k7Jw2mQx9Rz4Tn6Vb8Yc1Ld3Hf5Gs0Pa';
let shop: TestShop;

beforeAll(async () => {
  const env = { TEST_PROVIDER_WEBHOOK_SECRET_PREVIOUS: PREVIOUS_SECRET };
  ({ shop } = await openPaymentsShop({ isPatient: false, env }));
});

afterAll(async () => {
  await shop.sql("DELETE FROM test_provider.webhooks WHERE id LIKE 'evt_%'");
  await shop.doctor();
  await shop.close();
});

const count = async (table: 'payment_webhooks' | 'payments'): Promise<number> =>
  (await shop.sql<{ n: number }>(COUNTS[table]))[0]!.n;
const COUNTS = {
  payment_webhooks: 'SELECT count(*) AS n FROM payment_webhooks',
  payments: 'SELECT count(*) AS n FROM payments',
};

const processing = async (): Promise<{ order: MadeOrder; payment: ShownPayment; reference: string }> => {
  const order = await anOrder(shop);
  const payment = await pay(shop, order, 'delayed_success');
  expect(payment.status).toBe('processing');
  return { order, payment, reference: (await chargesOf(shop, order.id))[0]!.reference };
};

/** The provider settles the charge now, and says nothing. */
const settleAtProvider = (order: MadeOrder) =>
  shop.sql('UPDATE test_provider.charges SET settles_at = now() WHERE order_reference = $1', [order.id]);

const handled = (eventId: string) =>
  eventually(async () => {
    const row = await inboxOf(shop, eventId);
    if (row?.status === 'received') throw new Error('The event waits');
    return row;
  });

describe('A webhook', () => {
  it('is stored, acknowledged, and applied by asking the provider', async () => {
    const { order, payment, reference } = await processing();
    await settleAtProvider(order);
    const event = anEvent({ reference, key: payment.id, status: 'succeeded', ...order.total });
    const answer = await sendWebhook(shop, event);
    expect([answer.status, answer.body]).toEqual([200, { received: true }]);
    await settled(shop, order, payment.id, 'succeeded');
    expect(await handled(event.id)).toMatchObject({ status: 'applied' });
    expect(await orderOf(shop, order)).toMatchObject({ status: 'placed', paymentStatus: 'paid' });
  });

  it('is not believed: what counts is the charge as the provider has it', async () => {
    const { order, payment, reference } = await processing();
    const event = anEvent({ reference, key: payment.id, status: 'succeeded', ...order.total });
    await sendWebhook(shop, event);
    await handled(event.id);
    expect(await paymentOf(shop, order, payment.id)).toMatchObject({ status: 'processing' });
    expect(await orderOf(shop, order)).toMatchObject({ status: 'pending_payment' });
  });

  it('is believed with the secret before, while secrets are changed', async () => {
    const payload = JSON.stringify(anEvent({}));
    const signature = signWebhook(Buffer.from(payload), PREVIOUS_SECRET, Math.floor(Date.now() / 1000));
    const headers = { 'content-type': 'application/json', [SIGNATURE_HEADER]: signature };
    expect((await shop.http.post('/webhooks/test', payload, { headers })).status).toBe(200);
  });

  it('has one effect, however often and in whatever number it comes at once', async () => {
    await shop.listen();
    const { order, payment, reference } = await processing();
    await settleAtProvider(order);
    const { payload, headers } = aWebhook(shop, anEvent({ reference, key: payment.id }));
    const before = await count('payment_webhooks');
    const times = Array.from({ length: 100 });
    // Every connection is open first, to shop and database, so that they come at once and not one by one.
    await Promise.all(
      times.flatMap(() => [shop.network.get('/health/live'), shop.sql('SELECT pg_sleep(0.02)')]),
    );
    const answers = await Promise.all(
      times.map(() => shop.network.post('/webhooks/test', payload, { headers })),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect((await count('payment_webhooks')) - before).toBe(1);
    await settled(shop, order, payment.id, 'succeeded');
    expect(await clearingOf(shop, order.id)).toBe(order.total.amount);
  });

  it('about the same charge under another id changes nothing more', async () => {
    const { order, payment, reference } = await processing();
    await settleAtProvider(order);
    for (const event of [anEvent({ reference }), anEvent({ reference }), anEvent({ key: payment.id })]) {
      await sendWebhook(shop, event);
      expect(await handled(event.id)).toMatchObject({ status: 'applied' });
    }
    expect(await clearingOf(shop, order.id)).toBe(order.total.amount);
  });

  it('is not acknowledged while it cannot be stored', async () => {
    const event = anEvent({});
    const answer = await shop.get(Transaction).run(async () => {
      await shop.sql('LOCK TABLE payment_webhooks IN ACCESS EXCLUSIVE MODE');
      return shop.get(Transaction).outside(() => sendWebhook(shop, event));
    });
    expect([answer.status, answer.body.code]).toEqual([503, 'overloaded']);
    expect(answer.headers['retry-after']).toBeDefined();
    expect(await inboxOf(shop, event.id)).toBeUndefined();
    expect((await sendWebhook(shop, event)).status).toBe(200);
  });
});

describe('Events of one charge', () => {
  const permutations = <T>(values: readonly T[]): T[][] =>
    values.length === 0
      ? [[]]
      : values.flatMap((value, index) =>
          permutations(values.filter((_, other) => other !== index)).map((rest) => [value, ...rest]),
        );

  it('lead to the same end in every order, with repeats', { timeout: 120_000 }, async () => {
    const stories = new Set(
      permutations(['processing', 'succeeded', 'succeeded', 'refunded']).map((story) => story.join(' ')),
    );
    for (const [index, told] of [...stories].entries()) {
      const story = told.split(' ');
      const { order, payment, reference } = await processing();
      // The provider settles before a different event each time: news is then older or newer than the books.
      const ids: string[] = [];
      for (const [position, status] of story.entries()) {
        if (position === index % story.length) await settleAtProvider(order);
        const event = anEvent({ reference, key: payment.id, status, ...order.total });
        expect((await sendWebhook(shop, event)).status, told).toBe(200);
        ids.push(event.id);
      }
      for (const id of ids) expect(await handled(id), told).toMatchObject({ status: 'applied' });
      expect(await orderOf(shop, order), told).toMatchObject({
        status: 'placed',
        paymentStatus: 'paid',
      });
      expect(await clearingOf(shop, order.id), told).toBe(order.total.amount);
    }
  });

  it('bring a refund that was made at the provider, before the capture was heard of', async () => {
    const { order, payment, reference } = await processing();
    await settleAtProvider(order);
    // Settled and refunded at the provider, before any webhook has come.
    const provider = shop.get(TestProvider);
    const handle = { key: payment.id, amount: order.total };
    await provider.fetch(handle);
    await provider.refund(handle, { key: 'at the provider', amount: usd(999) });
    const event = anEvent({ reference, type: 'refund.created' });
    await sendWebhook(shop, event);
    expect(await handled(event.id)).toMatchObject({ status: 'applied' });
    expect(await paymentOf(shop, order, payment.id)).toMatchObject({
      status: 'succeeded',
      refundedAmount: usd(999),
    });
    expect(await orderOf(shop, order)).toMatchObject({
      status: 'placed',
      paymentStatus: 'partially_refunded',
    });
  });

  it('wait for a payment that is not committed yet', async () => {
    const order = await anOrder(shop);
    const payment = new Payment();
    Object.assign(payment, {
      orderId: order.id,
      provider: 'test',
      currency: 'USD',
      amount: order.total.amount,
    });
    const event = anEvent({ key: payment.id });
    const orderRow = { orderId: order.id, orderNumber: order.number, email: 'mara@example.com' };
    await shop.get(TestProvider).start({ key: payment.id, amount: order.total, ...orderRow });
    await shop.get(Transaction).run(async () => {
      await shop.get(PaymentsRepository).insert(payment, undefined);
      await shop.get(Transaction).outside(async () => {
        await sendWebhook(shop, event);
        await eventually(async () => ((await inboxOf(shop, event.id))?.attempts ?? 0) > 0);
      });
    });
    expect(await handled(event.id)).toMatchObject({ status: 'applied' });
    expect(await orderOf(shop, order)).toMatchObject({ status: 'placed', paymentStatus: 'paid' });
  });
});

describe('A webhook that nobody should have sent', () => {
  const refused = async (payload: string, headers: Record<string, string>) => {
    const before = await count('payment_webhooks');
    const answer = await shop.http.post('/webhooks/test', payload, { headers });
    expect(await count('payment_webhooks')).toBe(before);
    return [answer.status, answer.body.code];
  };

  it.each([
    ['no signature', (headers: any) => ({ ...headers, [SIGNATURE_HEADER]: '' })],
    ['a signature of two versions', (headers: any) => twice(headers)],
    ['a signature by another key', (headers: any, payload: string) => bySomebody(headers, payload)],
  ])('is refused with %s', async (_, changed) => {
    const { payload, headers } = aWebhook(shop, anEvent({}));
    expect(await refused(payload, changed(headers, payload))).toEqual([400, 'invalid_webhook']);
  });

  const twice = (headers: any) => ({
    ...headers,
    [SIGNATURE_HEADER]: `${headers[SIGNATURE_HEADER]},v1=${'0'.repeat(64)}`,
  });
  const bySomebody = (headers: any, payload: string) => ({
    ...headers,
    [SIGNATURE_HEADER]: signWebhook(Buffer.from(payload), 'not-the-key', Math.floor(Date.now() / 1000)),
  });

  it.each([
    ['one byte is changed', (payload: string) => payload.replace('false', 'fals3')],
    ['one digit is changed', (payload: string) => payload.replace(/evt_\d/, 'evt_0')],
    ['white space is added', (payload: string) => `${payload} `],
    ['it is written anew', (payload: string) => JSON.stringify(JSON.parse(payload), undefined, 1)],
  ])('is refused when %s', async (_, changed) => {
    const { payload, headers } = aWebhook(shop, anEvent({}));
    expect(changed(payload)).not.toBe(payload);
    const [status] = await refused(changed(payload), headers);
    expect(status).toBe(400);
  });

  it.each([
    ['old', 301],
    ['from the future', -302],
  ])('is refused when it is %s', async (_, secondsAgo) => {
    const { payload, headers } = aWebhook(shop, anEvent({}), secondsAgo);
    expect(await refused(payload, headers)).toEqual([400, 'invalid_webhook']);
  });

  it.each([
    ['live money', { livemode: true }],
    ['another account', { account: 'acct_of_another_shop' }],
  ])('is refused when it is about %s', async (_, changes) => {
    const { payload, headers } = aWebhook(shop, anEvent({}, changes));
    expect(await refused(payload, headers)).toEqual([400, 'invalid_webhook']);
  });

  it('is refused without a body, and as anything but JSON', async () => {
    const empty = await shop.http.post('/webhooks/test', undefined);
    const form = await shop.http.post('/webhooks/test', 'a=b', {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect([empty.status, form.status]).toEqual([400, 415]);
  });

  it.each(['stripe', 'constructor', 'x'.repeat(100)])('finds no provider named %s', async (name) => {
    const { payload, headers } = aWebhook(shop, anEvent({}));
    const answer = await shop.http.post(`/webhooks/${name}`, payload, { headers });
    expect([answer.status, answer.body.code]).toEqual([404, 'not_found']);
  });
});

describe('A webhook that cannot be used', () => {
  it.each([
    ['of an unknown type', anEvent({}, { type: 'planet.aligned' })],
    ['without anything', {}],
    ['that is a list', []],
    ['with fields of other kinds', { id: 7, type: {}, charge: 'ch_1' }],
    ['with names beyond their length', anEvent({ reference: 'r'.repeat(201), key: 'k'.repeat(201) })],
    ['of half a megabyte', anEvent({}, { padding: 'x'.repeat(500_000) })],
    [
      'of a later version',
      anEvent({ object: { nested: true } }, { api_version: '2040-01-01', id: 'evt_later' }),
    ],
  ])('%s is kept, and parked', async (_, event) => {
    const before = await count('payment_webhooks');
    const answer = await sendWebhook(shop, event);
    expect(answer.status).toBe(200);
    expect((await count('payment_webhooks')) - before).toBe(1);
    await eventually(async () => {
      const [row] = await shop.sql('SELECT status FROM payment_webhooks ORDER BY id DESC LIMIT 1');
      return row.status === 'parked';
    });
  });

  it.each([
    ['an unknown charge', { reference: 'ch_unknown' }],
    ['an unknown payment', { key: uuidv7() }],
    ['a key that is none of ours', { key: "'; DROP TABLE payments" }],
  ])('about %s is tried again for three days, then parked', async (_, charge) => {
    const event = anEvent(charge);
    expect((await sendWebhook(shop, event)).status).toBe(200);
    await eventually(async () => ((await inboxOf(shop, event.id))?.attempts ?? 0) > 0);
    expect(await inboxOf(shop, event.id)).toMatchObject({ status: 'received' });

    const [row] = await shop.sql<{ id: string }>(
      `UPDATE payment_webhooks SET received_at = now() - interval '4 days' WHERE event_id = $1 RETURNING id`,
      [event.id],
    );
    await shop.get(WebhookApplierJobs).apply({ webhookId: row!.id });
    expect(await inboxOf(shop, event.id)).toMatchObject({ status: 'parked' });
  });
});

describe('News that does not fit', () => {
  it.each([
    ['amount', { amount: 1, currency: 'USD' }],
    ['currency', { amount: 2499, currency: 'EUR' }],
  ])('in its %s brings the payment under review, never to paid', async (_, told) => {
    const { order, payment, reference } = await processing();
    await settleAtProvider(order);
    const event = anEvent({ reference, status: 'succeeded', ...told });
    expect((await sendWebhook(shop, event)).status).toBe(200);
    await settled(shop, order, payment.id, 'review');
    expect(await handled(event.id)).toMatchObject({ status: 'parked' });

    const honest = anEvent({ reference, status: 'succeeded', ...order.total });
    await sendWebhook(shop, honest);
    await handled(honest.id);
    expect(await paymentOf(shop, order, payment.id)).toMatchObject({ status: 'review' });
    expect(await orderOf(shop, order)).toMatchObject({ status: 'pending_payment', paymentStatus: 'review' });
  });

  it('in the books of the provider does so too', async () => {
    const { order, payment, reference } = await processing();
    await shop.sql("UPDATE test_provider.charges SET currency = 'EUR' WHERE order_reference = $1", [
      order.id,
    ]);
    await settleAtProvider(order);
    await sendWebhook(shop, anEvent({ reference }));
    await settled(shop, order, payment.id, 'review');
    expect(await paymentOf(shop, order, payment.id)).toMatchObject({ failure: { code: 'mismatch' } });
    expect(await orderOf(shop, order)).toMatchObject({ status: 'pending_payment', paymentStatus: 'review' });
    expect(await clearingOf(shop, order.id)).toBe(0);
  });

  it('leaves a payment alone that has succeeded', async () => {
    const order = await anOrder(shop);
    const payment = await pay(shop, order, 'success');
    const event = anEvent({ key: payment.id, amount: 1, currency: 'USD' });
    await sendWebhook(shop, event);
    expect(await handled(event.id)).toMatchObject({ status: 'parked' });
    expect(await paymentOf(shop, order, payment.id)).toMatchObject({ status: 'succeeded' });
  });

  it('lets nobody pay a second time meanwhile', async () => {
    const { order, reference } = await processing();
    await sendWebhook(shop, anEvent({ reference, amount: 1, currency: 'USD' }));
    await eventually(async () => (await orderOf(shop, order)).paymentStatus === 'review');
    const second = await shop.http.post(
      `/orders/${order.id}/payments`,
      { provider: 'test' },
      { ...order.proof, idempotencyKey: 'second' },
    );
    expect([second.status, second.body.code]).toEqual([409, 'payment_in_progress']);
  });
});
