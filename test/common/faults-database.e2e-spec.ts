import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { PaymentResolver } from '../../src/payments/recovery/payment-resolver.js';
import { aReadyCart } from '../support/builders/carts.js';
import { aVariant } from '../support/builders/products.js';
import { aKey } from '../support/builders/orders.js';
import { onDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import type { HttpAnswer } from '../support/http-client.js';
import { Onlooker, poolOf, whileFailing } from '../support/lost-connections.js';
import { openShopOn, type TestShop } from '../support/shop.js';
import { TcpProxy } from '../support/tcp-proxy.js';

const POOL = 4;
const AT_ONCE = 12;

describe('A shop whose database connections break', () => {
  let proxy: TcpProxy;
  let shop: TestShop;
  let onlooker: Onlooker;
  let variantId: string;

  beforeAll(async () => {
    proxy = await TcpProxy.before(inject('serverUrl'));
    shop = await openShopOn(
      { serverUrl: proxy.url, template: inject('template') },
      {
        worker: false,
        env: {
          DATABASE_POOL_SIZE: String(POOL),
          DATABASE_POOL_WAIT_MS: '3000',
          DATABASE_SILENCE_MS: '2500',
          LOG_LEVEL: 'silent',
        },
      },
    );
    onlooker = await Onlooker.at(
      onDatabase(inject('serverUrl'), new URL(shop.databaseUrl).pathname.slice(1)),
    );
    variantId = (await aVariant(shop, { onHand: 1_000 })).variantId;
  });
  afterEach(() => shop.doctor());
  afterAll(async () => {
    await onlooker.close();
    await shop.close();
    await proxy.close();
  });

  const openCart = () => shop.http.post('/carts', { items: [{ variantId, quantity: 1 }] });
  const atOnce = (count: number) => Promise.all(Array.from({ length: count }, openCart));

  function expectRefusedOrDone(answers: readonly HttpAnswer[]): void {
    for (const { status, headers, text } of answers) {
      expect([status, text]).toEqual([expect.toBeOneOf([201, 503]), text]);
      if (status === 503) expect(headers['retry-after']).toMatch(/^\d+$/);
    }
  }

  /** No answer may come from a connection of before. */
  async function expectHealed(before: readonly number[]): Promise<void> {
    const answers = [];
    for (let asked = 0; asked < 3; asked += 1) answers.push(...(await atOnce(POOL)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
    const now = await onlooker.connections();
    expect(now.length).toBeGreaterThan(0);
    expect(now.filter((pid) => before.includes(pid))).toEqual([]);
  }

  const LOSSES = {
    'are reset': async () => proxy.cut(),
    'are terminated by the server': () => onlooker.terminate(),
  };

  it.each(Object.entries(LOSSES))('takes new ones when idle ones %s', async (_, lose) => {
    await atOnce(POOL);
    const before = await onlooker.connections();
    expect(before).toHaveLength(POOL);
    await lose();
    await eventually(() => poolOf(shop).totalCount === 0);
    await expectHealed(before);
  });

  it.each(Object.entries(LOSSES))('answers 503 where ones in use %s, and goes on', async (_, lose) => {
    await atOnce(POOL);
    const before = await onlooker.connections();
    const answers = await onlooker.whileLocked('carts', async (waiting) => {
      const asked = atOnce(POOL);
      await waiting(POOL);
      await lose();
      return asked;
    });
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 503));
    expectRefusedOrDone(answers);
    await eventually(async () => (await onlooker.connections()).every((pid) => !before.includes(pid)));
    await expectHealed(before);
  });

  it('turns away who would wait too long for one, and answers what needs none', async () => {
    await atOnce(POOL);
    const { answers, cheap } = await onlooker.whileLocked('carts', async (waiting) => {
      const asked = atOnce(AT_ONCE);
      await waiting(POOL);
      const others = await Promise.all(['/health/live', '/metrics'].map((path) => shop.http.get(path)));
      return { cheap: others, answers: await asked };
    });
    expect(cheap.map(({ status }) => status)).toEqual([200, 200]);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 503));
    expectRefusedOrDone(answers);
    expect(poolOf(shop).waitingCount).toBe(0);
    expectRefusedOrDone(await atOnce(AT_ONCE));
    expect((await openCart()).status).toBe(201);
  });

  it('gives up connections on which nothing comes any more', async () => {
    await atOnce(POOL);
    const before = await onlooker.connections();
    proxy.silence();
    const answers = await atOnce(AT_ONCE);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 503));
    expectRefusedOrDone(answers);
    proxy.speak();
    await eventually(() => poolOf(shop).idleCount === poolOf(shop).totalCount);
    await eventually(async () => (await openCart()).status === 201);
    await expectHealed(before);
  });

  it('serves all the same when each answer comes late', async () => {
    proxy.slow(30);
    const answers = await atOnce(POOL);
    proxy.slow(0);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
  });
});

describe('A shop whose statements fail by their neighbours', () => {
  const ORDERS = 16;
  const MOST_TRIES = 30;
  let shop: TestShop;

  beforeAll(async () => {
    shop = await openShopOn(
      { serverUrl: inject('serverUrl'), template: inject('template') },
      { worker: false, env: { LOG_LEVEL: 'silent' } },
    );
  });
  afterAll(() => shop.close());

  /** Asks again with the same key, as often as it is told to come back. */
  async function insisted(path: string, body: object, orderToken?: string): Promise<HttpAnswer[]> {
    const idempotencyKey = aKey();
    const answers: HttpAnswer[] = [];
    do answers.push(await shop.http.post(path, body, { idempotencyKey, ...(orderToken && { orderToken }) }));
    while (answers.at(-1)!.status === 503 && answers.length < MOST_TRIES);
    return answers;
  }

  /** What recovery does once the lease is over of a request whose last transaction failed each time. */
  async function recover(orderId: string): Promise<void> {
    await shop.sql(
      "UPDATE idempotency_keys SET lease_until = now() - interval '1 second' WHERE state = 'in_progress'",
    );
    const [payment] = await shop.sql('SELECT id FROM payments WHERE order_id = $1', [orderId]);
    await shop.get(PaymentResolver).resolve(payment.id);
  }

  it('runs them again, and does nothing twice', async () => {
    const { variantId } = await aVariant(shop, { onHand: 1_000 });
    const carts: string[] = [];
    while (carts.length < ORDERS) carts.push(await aReadyCart(shop, { items: [{ variantId }] }));
    const answers: HttpAnswer[] = [];
    const leftOpen: string[] = [];
    const buy = async (cartId: string): Promise<void> => {
      const placed = await insisted('/orders', { cartId });
      const { id, accessToken } = placed.at(-1)!.body;
      const body = { provider: 'test', paymentMethod: 'success' };
      const paid = await insisted(`/orders/${id}/payments`, body, accessToken);
      if (paid.at(-1)!.body.code === 'idempotency_key_in_flight') leftOpen.push(id);
      answers.push(...placed, ...paid);
    };
    const failed = await whileFailing(['40001', '40P01', '55P03'], { part: 0.05, seed: 7 }, () =>
      Promise.all(carts.map(buy)),
    );
    expect(failed).toBeGreaterThan(ORDERS);
    const odd = answers.filter(({ status }) => status !== 201 && status !== 503);
    expect(odd.map(({ body }) => body.code)).toEqual(leftOpen.map(() => 'idempotency_key_in_flight'));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(2 * ORDERS - leftOpen.length);
    for (const orderId of leftOpen) await recover(orderId);
    const [seen] = await shop.sql(
      `SELECT (SELECT count(*) FROM orders WHERE status = 'placed') AS orders,
         (SELECT count(*) FROM test_provider.charges WHERE captured > 0) AS charges,
         (SELECT on_hand FROM stock_levels WHERE variant_id = $1) AS "onHand"`,
      [variantId],
    );
    expect(seen).toEqual({ orders: ORDERS, charges: ORDERS, onHand: 1_000 - ORDERS });
    await shop.doctor();
  });
});
