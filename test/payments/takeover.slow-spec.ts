import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hangsAt } from '../../src/common/failpoints/failpoint-actions.js';
import type { SignedInAccount } from '../support/builders/accounts.js';
import { aKey, anOrder, type MadeOrder, pay } from '../support/builders/orders.js';
import { chargesOf, openPaymentsShop, orderOf } from '../support/builders/payments.js';
import {
  expectCharged,
  expectMovedOnce,
  operating,
  OPERATIONS,
  type Request,
  starting,
  STARTS,
  stepping,
  STEPS,
} from '../support/builders/provider-requests.js';
import { eventually } from '../support/eventually.js';
import { fetching, type HttpAnswer, HttpClient } from '../support/http-client.js';
import type { TestShop } from '../support/shop.js';
import { buildShop, freePort, ShopProcess } from '../support/shop-process.js';

/** One of each kind in the common run; all of them with `npm run test:crash`. */
const isSweep = process.env['MODE'] === 'crash';
const some = <T>(...all: readonly T[]): readonly T[] => (isSweep ? all : all.slice(0, 1));

const LIMIT_MS = 60_000;
const TEST_MS = 180_000;

/** Lays the ground and looks at it afterwards; it runs no jobs. */
let shop: TestShop;
let staff: SignedInAccount;
let dataDir: string;

beforeAll(async () => {
  buildShop();
  dataDir = mkdtempSync(join(tmpdir(), 'cartwright-takeover-'));
  const env = { LOG_LEVEL: 'fatal', DATA_DIR: dataDir };
  ({ shop, staff } = await openPaymentsShop({ worker: false, env }));
}, TEST_MS);

afterAll(async () => {
  await shop.doctor();
  await shop.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const clientOf = ({ url }: ShopProcess) => new HttpClient(fetching(new URL(url).origin), shop.contract);

describe('A process that is killed while it asks a provider', () => {
  let victim: ShopProcess;
  /** Runs no jobs: there nobody but the request itself can do what is left. */
  let survivor: ShopProcess;
  let worker: ShopProcess;

  beforeAll(async () => {
    victim = new ShopProcess(await freePort());
    survivor = new ShopProcess(await freePort());
    worker = new ShopProcess(await freePort());
    await survivor.start({ WORKER: 'off' });
  }, TEST_MS);
  afterEach(async () => {
    await victim.end();
    await worker.end();
  });
  afterAll(() => survivor.end());

  /** Sends the request to the victim, and kills that where it matters; by time alone nothing goes on for an hour. */
  async function killed(point: string, send: Request): Promise<void> {
    await victim.start({ WORKER: 'off', FAILPOINTS: `${point}=hang:900000` });
    const cutOff = send(clientOf(victim)).catch(() => undefined);
    await eventually(() => victim.output.includes(hangsAt(point)), LIMIT_MS);
    await shop.sql("UPDATE payments SET check_at = now() + interval '1 hour' WHERE check_at IS NOT NULL");
    await shop.sql(
      "UPDATE idempotency_keys SET lease_until = now() + interval '1 hour' WHERE state = 'in_progress'",
    );
    await victim.end();
    expect(await cutOff).toBeUndefined();
  }

  async function retried(send: Request): Promise<HttpAnswer> {
    const answer = await eventually(async () => {
      const told = await send(clientOf(survivor));
      if (told.body.code === 'idempotency_key_in_flight') throw new Error(told.text);
      return told;
    }, LIMIT_MS);
    const again = await send(clientOf(survivor));
    expect([again.status, again.text]).toEqual([answer.status, answer.text]);
    return answer;
  }

  const shows = (order: MadeOrder, paymentStatus: string) =>
    eventually(async () => (await orderOf(shop, order)).paymentStatus === paymentStatus, LIMIT_MS);

  it.each(some(...STARTS))(
    'at %s is followed by the retry itself, which makes one charge',
    async (point) => {
      const order = await anOrder(shop);
      const send = starting(order);
      await killed(point, send);
      await expectCharged(shop, order, await retried(send));
    },
    TEST_MS,
  );

  it.each(some(...OPERATIONS))(
    'at %s is followed by the retry itself, which moves the money once',
    async (point, kind) => {
      const order = await anOrder(shop);
      const payment = await pay(shop, order, kind === 'refunds' ? 'success' : 'authorize_only');
      const send = operating(staff, payment.id, kind);
      await killed(point, send);
      await expectMovedOnce(shop, order, kind, await retried(send));
    },
    TEST_MS,
  );

  it.runIf(isSweep).each(STEPS)(
    'at %s is followed by the retry itself, which does what was asked',
    async (point, step, status) => {
      const order = await anOrder(shop);
      const payment = await pay(shop, order, 'requires_action');
      const send = stepping(order, payment.id, step, aKey());
      await killed(point, send);
      expect((await retried(send)).body).toMatchObject({ status });
    },
    TEST_MS,
  );

  it.each(some('start', 'confirmation', 'refund'))(
    'is followed by any other that lives, though nobody repeats the %s',
    async (kind) => {
      const order = await anOrder(shop);
      await worker.start({ WORKER: 'on' });
      if (kind === 'start') {
        await killed('payments.start_committed', starting(order));
      } else if (kind === 'refund') {
        const { id } = await pay(shop, order, 'success');
        await killed('payments.refund_committed', operating(staff, id, 'refunds'));
      } else {
        // Without a key nobody waits for an answer, and the money was taken all the same.
        const { id } = await pay(shop, order, 'requires_action');
        await killed('payments.confirmation_answered', stepping(order, id, kind));
      }
      await shows(order, kind === 'refund' ? 'partially_refunded' : 'paid');
      expect(await shop.sql("SELECT FROM idempotency_keys WHERE state = 'in_progress'")).toEqual([]);
    },
    TEST_MS,
  );

  it(
    'goes on by itself when it is started again',
    async () => {
      const order = await anOrder(shop);
      await killed('payments.start_answered', starting(order));
      await victim.start({ WORKER: 'on' });
      await shows(order, 'paid');
      expect(await chargesOf(shop, order.id)).toHaveLength(1);
    },
    TEST_MS,
  );

  it.runIf(isSweep)(
    'leaves its jobs to any other that lives',
    async () => {
      const order = await anOrder(shop);
      await pay(shop, order, 'success');
      const point = 'payments.give_back_committed';
      await victim.start({ WORKER: 'on', FAILPOINTS: `${point}=hang:900000` });
      const { status } = await clientOf(victim).post(`/orders/${order.id}/cancellation`, {}, order.proof);
      expect(status).toBe(200);
      await eventually(() => victim.output.includes(hangsAt(point)), LIMIT_MS);
      await worker.start({ WORKER: 'on' });
      await victim.end();
      await shows(order, 'refunded');
      expect(await chargesOf(shop, order.id)).toMatchObject([{ refunded: order.total.amount }]);
    },
    TEST_MS,
  );
});
