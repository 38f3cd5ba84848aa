import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aCustomer, aStaff } from '../support/builders/accounts.js';
import { anOrder, pay } from '../support/builders/orders.js';
import {
  anEvent,
  chargesOf,
  inboxOf,
  openPaymentsShop,
  orderOf,
  sendWebhook,
} from '../support/builders/payments.js';
import { eventually } from '../support/eventually.js';
import { nodesOf, plansOf } from '../support/plans.js';
import type { TestShop } from '../support/shop.js';

let shop: TestShop;
let token: string;

beforeAll(async () => {
  ({ shop } = await openPaymentsShop({ isPatient: false }));
  token = (await aStaff(shop)).token;
});

afterAll(async () => {
  await shop.doctor();
  await shop.close();
});

const list = (query = '') => shop.http.get(`/payments/webhooks${query}`, { token });
const retry = (id: string, as = token) =>
  shop.http.post(`/payments/webhooks/${id}/retries`, undefined, { token: as });

/** An event that names nothing, so that it is parked at once. */
const parked = async () => {
  const event = anEvent({});
  await sendWebhook(shop, event);
  await eventually(async () => (await inboxOf(shop, event.id))?.status === 'parked');
  return event.id;
};
const shown = async (eventId: string) =>
  (await list()).body.items.find((item: { eventId: string }) => item.eventId === eventId);

describe('The list of webhooks', () => {
  it('shows what came and what became of it, newest first, without what the provider wrote', async () => {
    const first = await parked();
    const second = await parked();
    const { body } = await list();
    expect(body.items.slice(0, 2).map((item: { eventId: string }) => item.eventId)).toEqual([second, first]);
    expect(body.items[0]).toEqual({
      id: expect.any(String),
      provider: 'test',
      eventId: second,
      type: 'charge.updated',
      chargeReference: null,
      status: 'parked',
      detail: 'It names no charge.',
      attempts: 0,
      receivedAt: expect.any(String),
      settledAt: expect.any(String),
      retriedAt: null,
    });
  });

  it('is paged, and narrowed by status, with a cursor for each', async () => {
    for (let left = 3; left > 0; left -= 1) await parked();
    const first = (await list('?status=parked&limit=2')).body;
    const next = `&cursor=${first.nextCursor}`;
    const second = (await list(`?status=parked&limit=2${next}`)).body;
    const ids = [...first.items, ...second.items].map(({ id }: { id: string }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(ids.toSorted().toReversed());
    expect((await list(`?limit=2${next}`)).body.code).toBe('invalid_cursor');
    expect((await list('?status=received')).body.items).toEqual([]);
    expect((await list('?status=lost')).status).toBe(400);
  });

  it('finds the parked ones among many by an index', async () => {
    await shop.sql(`INSERT INTO payment_webhooks (id, provider, event_id, type, payload, status)
      SELECT gen_random_uuid(), 'test', 'many_' || n, 'x', '{}', 'applied' FROM generate_series(1, 20000) n`);
    await shop.sql('ANALYZE payment_webhooks');
    const [plan] = await plansOf(shop, '/payments/webhooks?status=parked', 'payment_webhooks', { token });
    await shop.sql("DELETE FROM payment_webhooks WHERE event_id LIKE 'many_%'");
    expect(nodesOf(plan!).map((node) => node['Index Name'])).toContain('payment_webhooks_unsettled');
  });

  it('is for staff', async () => {
    const customer = await aCustomer(shop);
    const id = (await list()).body.items[0].id;
    expect((await shop.http.get('/payments/webhooks')).status).toBe(401);
    expect((await shop.http.get('/payments/webhooks', { token: customer.token })).status).toBe(403);
    expect((await retry(id, customer.token)).status).toBe(403);
  });
});

describe('A retried webhook', () => {
  it('is applied by what the provider says now', async () => {
    const order = await anOrder(shop);
    const payment = await pay(shop, order, 'delayed_success');
    const { reference } = (await chargesOf(shop, order.id))[0]!;
    const event = anEvent({ reference: 'ch_lost', status: 'succeeded' });
    await sendWebhook(shop, event);
    await eventually(async () => ((await inboxOf(shop, event.id))?.attempts ?? 0) > 0);

    await shop.sql(
      `UPDATE payment_webhooks SET charge_reference = $2, charge_key = $3, status = 'parked', detail = 'x'
       WHERE event_id = $1`,
      [event.id, reference, payment.id],
    );
    await shop.sql('UPDATE test_provider.charges SET settles_at = now() WHERE key = $1', [payment.id]);
    const { status, body } = await retry((await shown(event.id)).id);
    expect([status, body.status, body.detail, body.settledAt]).toEqual([202, 'received', null, null]);
    await eventually(async () => (await inboxOf(shop, event.id))?.status === 'applied');
    expect(await orderOf(shop, order)).toMatchObject({ status: 'placed', paymentStatus: 'paid' });
    expect((await shown(event.id)).retriedAt).toEqual(body.retriedAt);
  });

  it('has three days again, however old it is', async () => {
    const event = anEvent({ reference: 'ch_nowhere', status: 'succeeded' });
    await sendWebhook(shop, event);
    await shop.sql(
      `UPDATE payment_webhooks SET status = 'parked', received_at = now() - interval '9 days' WHERE event_id = $1`,
      [event.id],
    );
    await retry((await shown(event.id)).id);
    await eventually(async () => ((await inboxOf(shop, event.id))?.attempts ?? 0) > 0);
    expect((await inboxOf(shop, event.id))?.status).toBe('received');
  });

  it('may be pressed by many at once, and is applied as one', async () => {
    const eventId = await parked();
    const { id } = await shown(eventId);
    const answers = await Promise.all(Array.from({ length: 10 }, () => retry(id)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    await eventually(async () => (await inboxOf(shop, eventId))?.status === 'parked');
    expect((await shown(eventId)).detail).toBe('It names no charge.');
  });

  it('is told of when it is none', async () => {
    expect((await retry(randomUUID())).status).toBe(404);
    expect((await retry('no-id')).status).toBe(404);
  });

  it('is counted each time it is parked', async () => {
    const parkedSoFar = async () => {
      const { text } = await shop.http.get('/metrics');
      return Number(/^cartwright_payment_webhooks_parked_total\{provider="test"\} (\d+)/m.exec(text)?.[1]);
    };
    await parked();
    const before = await parkedSoFar();
    await parked();
    expect(await parkedSoFar()).toBe(before + 1);
  });
});
