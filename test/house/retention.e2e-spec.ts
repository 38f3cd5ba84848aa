import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstIdOf } from '../../src/common/database/ids.js';
import { HandlersRegistry } from '../../src/common/events/handlers.registry.js';
import { OutboxRetentionJobs } from '../../src/common/events/outbox-retention.jobs.js';
import { IdempotencyJobs } from '../../src/common/http/idempotency/idempotency.jobs.js';
import { ForgettingJobs } from '../../src/orders/retention/forgetting.jobs.js';
import { WebhooksRetentionJobs } from '../../src/payments/webhooks/webhooks-retention.jobs.js';
import { aCustomer } from '../support/builders/accounts.js';
import { anOrder, aPlacedOrder, type MadeOrder } from '../support/builders/orders.js';
import { openShop, type TestShop } from '../support/shop.js';

const doc = readFileSync('docs/retention.md', 'utf8');
const settings = readFileSync('.env.example', 'utf8');
const tablesInDoc = [...doc.matchAll(/^\| `([a-z_]+)`/gm)].map(([, name]) => name!);

let shop: TestShop;
beforeAll(async () => {
  shop = await openShop({ worker: false });
});
afterAll(() => shop.close());

const tables = async (): Promise<string[]> =>
  (await shop.sql(`SELECT tablename FROM pg_tables WHERE schemaname = 'public'`)).map(
    ({ tablename }) => tablename,
  );

describe('The list of what grows', () => {
  it('names every table once, and none that is not there', async () => {
    expect(tablesInDoc.toSorted()).toEqual((await tables()).toSorted());
  });

  it('names jobs that run by the clock', () => {
    const clocked = shop.get(HandlersRegistry).jobs.filter(({ cron }) => cron !== undefined);
    const named = [...doc.matchAll(/`([a-z]+\.[a-z_]+)`/g)].map(([, name]) => name!);
    expect(named.length).toBeGreaterThan(8);
    expect(clocked.map(({ name }) => name)).toEqual(expect.arrayContaining(named));
  });

  it('names settings that exist', () => {
    const named = [...doc.matchAll(/`([A-Z_]{5,})`/g)].map(([, name]) => name!);
    expect(named.length).toBeGreaterThan(5);
    for (const name of named) expect(settings).toContain(`#${name}=`);
  });

  it('is measured, table by table', async () => {
    const { text } = await shop.http.get('/metrics');
    for (const table of await tables()) {
      expect(text).toMatch(new RegExp(`^cartwright_table_rows\\{table="${table}"\\} \\d+$`, 'm'));
      expect(text).toMatch(new RegExp(`^cartwright_table_bytes\\{table="${table}"\\} \\d+$`, 'm'));
    }
  });
});

describe('The log of events', () => {
  let serial = 0;
  const event = async (daysAgo: number): Promise<string> => {
    const id = firstIdOf(daysAgo).replace(/.{4}$/, String((serial += 1)).padStart(4, '0'));
    await shop.sql(
      `INSERT INTO outbox (id, type, aggregate_id, payload, occurred_at)
       VALUES ($1, 'tests.thing_done', 'x', '{}', now() - make_interval(days => $2))`,
      [id, daysAgo],
    );
    return id;
  };
  const isThere = async (id: string) =>
    (await shop.sql('SELECT FROM outbox WHERE id = $1', [id])).length === 1;
  const remove = (id: string) => shop.sql('DELETE FROM outbox WHERE id = $1', [id]);
  const queue = (id: string) =>
    shop.sql(`SELECT graphile_worker.add_job('event', json_build_object('eventId', $1::text))`, [id]);

  it('forgets what everybody has heard, however much, and keeps what waits or is young', async () => {
    const [young, waiting] = [await event(89), await event(200)];
    await queue(waiting);
    await shop.sql(
      `INSERT INTO outbox (id, type, aggregate_id, payload, occurred_at)
       SELECT overlay($1::text PLACING lpad(to_hex(n), 8, '0') FROM 29)::uuid, 'tests.thing_done', 'x', '{}',
         now() - interval '100 days'
       FROM generate_series(1, 2500) AS n`,
      [firstIdOf(100)],
    );
    await shop.get(OutboxRetentionJobs).forgetDelivered();
    expect(await isThere(young)).toBe(true);
    expect(await isThere(waiting)).toBe(true);
    const old = await shop.sql(`SELECT FROM outbox WHERE occurred_at < now() - interval '90 days'`);
    expect(old.length).toBe(1);
  });

  it('refuses to lose an event of the last 30 days, or one that waits, whoever asks', async () => {
    const [young, waiting, old] = [await event(29), await event(60), await event(31)];
    await queue(waiting);
    await expect(remove(young)).rejects.toThrow('append-only');
    await expect(remove(waiting)).rejects.toThrow('append-only');
    await remove(old);
    expect(await isThere(old)).toBe(false);
    await expect(shop.sql(`UPDATE outbox SET type = 'a.b' WHERE id = $1`, [waiting])).rejects.toThrow(
      'append-only',
    );
  });
});

describe('Events of providers', () => {
  const webhook = async (status: string, daysAgo: number): Promise<string> => {
    const id = firstIdOf(daysAgo);
    await shop.sql(
      `INSERT INTO payment_webhooks (id, provider, event_id, type, payload, status, received_at)
       VALUES ($1::uuid, 'test', $1::uuid::text, 'x', '{}', $2, now() - make_interval(days => $3))`,
      [id, status, daysAgo],
    );
    return id;
  };

  it('go when they have done their work, parked ones after a year, and waiting ones never', async () => {
    const gone = [await webhook('applied', 91), await webhook('parked', 366)];
    const kept = [await webhook('applied', 89), await webhook('parked', 364), await webhook('received', 400)];
    await shop.get(WebhooksRetentionJobs).forget();
    const left = await shop.sql('SELECT id FROM payment_webhooks WHERE id = ANY($1::uuid[])', [
      [...gone, ...kept],
    ]);
    expect(new Set(left.map(({ id }) => id))).toEqual(new Set(kept));
  });
});

describe('Stored answers', () => {
  it('go when their time is over', async () => {
    await shop.sql(
      `INSERT INTO idempotency_keys (scope, key, fingerprint, state, status, body, expires_at)
       VALUES ('s', 'old', 'f', 'completed', 201, '{}', now() - interval '1 second'),
         ('s', 'new', 'f', 'completed', 201, '{}', DEFAULT)`,
    );
    await shop.get(IdempotencyJobs).forgetExpired();
    expect(await shop.sql(`SELECT key FROM idempotency_keys WHERE scope = 's'`)).toEqual([{ key: 'new' }]);
  });
});

describe('A guest’s order that came to nothing', () => {
  const rowOf = async ({ id }: MadeOrder) => (await shop.sql('SELECT * FROM orders WHERE id = $1', [id]))[0];
  const end = ({ id, proof }: MadeOrder) => shop.http.post(`/orders/${id}/cancellation`, {}, proof);
  const age = (order: MadeOrder, days: number) =>
    shop.sql('UPDATE orders SET updated_at = now() - make_interval(days => $2) WHERE id = $1', [
      order.id,
      days,
    ]);
  const forget = () => shop.get(ForgettingJobs).forgetUnpaid();

  it('names nobody after 30 days, and keeps its number, its lines and its amounts', async () => {
    const order = await anOrder(shop, { email: 'somebody@example.com' });
    await end(order);
    const before = (await shop.http.get(`/orders/${order.id}`, order.proof)).body;
    await age(order, 31);
    await forget();
    const after = await rowOf(order);
    expect(JSON.stringify(after)).not.toMatch(/somebody|Mara|5th Ave|New York|10118/);
    expect([after.number, after.total, after.shipping_address.country]).toEqual([
      order.number,
      order.total.amount,
      'US',
    ]);
    expect(await shop.sql('SELECT FROM carts WHERE id = $1', [order.cartId])).toEqual([]);
    const { status, body } = await shop.http.get(`/orders/${order.id}`, order.proof);
    expect(status).toBe(200);
    expect([body.items, body.totals, body.number]).toEqual([before.items, before.totals, before.number]);
  });

  it('is all that is forgotten: not a younger one, one that waits, one that was paid, or a customer’s', async () => {
    const canceled = async (order: MadeOrder) => (await end(order), order);
    const young = await canceled(await anOrder(shop));
    const others = [
      await anOrder(shop),
      await aPlacedOrder(shop),
      await canceled(await aPlacedOrder(shop)),
      await canceled(await anOrder(shop, { customer: await aCustomer(shop) })),
    ];
    await age(young, 29);
    for (const order of others) await age(order, 400);
    await forget();
    for (const order of [young, ...others]) expect((await rowOf(order)).forgotten_at).toBeNull();
  });

  it('breaks no invariant, nor does a log that has forgotten', async () => {
    const order = await anOrder(shop);
    await end(order);
    await age(order, 31);
    await forget();
    const broken = async () =>
      (await shop.doctor().then(() => '', String)).match(/orders\.[a-z_]+|cart\.[a-z_]+/g) ?? [];
    expect(await broken()).toEqual([]);
  });
});
