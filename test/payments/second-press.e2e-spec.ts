import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { throwing } from '../../src/common/failpoints/failpoint-actions.js';
import { Transaction } from '../../src/common/database/transaction.js';
import { armFailpoint, type FailpointAction } from '../../src/common/failpoints/failpoint.js';
import { Idempotency } from '../../src/common/http/idempotency/idempotency.js';
import { Leases } from '../../src/common/http/idempotency/leases.js';
import { PaymentResolver } from '../../src/payments/recovery/payment-resolver.js';
import { ProviderCalls } from '../../src/payments/completion/provider-calls.js';
import type { SignedInAccount } from '../support/builders/accounts.js';
import { aKey, anOrder, type MadeOrder, pay } from '../support/builders/orders.js';
import { chargesOf, clearingOf, openPaymentsShop } from '../support/builders/payments.js';
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
import type { HttpAnswer } from '../support/http-client.js';
import { openBeside, type TestShop } from '../support/shop.js';

let shop: TestShop;
let staff: SignedInAccount;

beforeAll(async () => {
  ({ shop, staff } = await openPaymentsShop({ worker: false, env: { LOG_LEVEL: 'fatal' } }));
});

afterEach(() => vi.restoreAllMocks());

afterAll(async () => {
  await shop.doctor();
  await shop.close();
});

describe('A second press of the button', () => {
  /** Holds the next request at the failpoint until it is let go. */
  function gate(point: string, end: FailpointAction = () => undefined) {
    let open = (): void => undefined;
    const opened = new Promise<void>((resolve) => (open = resolve));
    let isReached = false;
    armFailpoint(point, async () => {
      isReached = true;
      await opened;
      await end();
    });
    return { reached: () => eventually(() => isReached), open };
  }

  /** Sends the request again, and gives its answer once it has met the first one. */
  async function waiting(send: () => Promise<HttpAnswer>): Promise<{ readonly answer: Promise<HttpAnswer> }> {
    const looks = vi.spyOn(shop.get(Leases), 'takeOver');
    const answer = send();
    await eventually(() => looks.mock.calls.length > 0);
    return { answer };
  }

  const repetitions = async (): Promise<string> =>
    (await shop.http.get('/metrics')).text
      .split('\n')
      .filter((line) => line.startsWith('cartwright_idempotent_repetitions'))
      .join('\n');

  it('waits for the answer of the first, and asks the provider nothing', async () => {
    const order = await anOrder(shop);
    const send = starting(order);
    const asked = vi.spyOn(shop.get(ProviderCalls), 'start');
    const held = gate('payments.start_answered');
    const first = send(shop.http);
    await held.reached();
    const second = await waiting(() => send(shop.http));
    held.open();
    const answers = await Promise.all([first, second.answer]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    expect(answers[1].text).toBe(answers[0].text);
    expect(answers.map(({ headers }) => headers['idempotency-replayed'])).toEqual([undefined, 'true']);
    expect(asked).toHaveBeenCalledTimes(1);
    expect(await repetitions()).toContain('outcome="replayed"');
  });

  const canceling = (order: MadeOrder) => {
    const proof = { ...order.proof, idempotencyKey: aKey() };
    return () => shop.http.post(`/orders/${order.id}/cancellation`, {}, proof);
  };

  it('waits also where all is one transaction', async () => {
    const send = canceling(await anOrder(shop));
    const held = gate('orders.cancellation_written');
    const first = send();
    await held.reached();
    const second = await waiting(send);
    held.open();
    const answers = await Promise.all([first, second.answer]);
    expect(answers.map(({ body }) => body.status)).toEqual(['canceled', 'canceled']);
    expect(answers[1].headers['idempotency-replayed']).toBe('true');
  });

  it('does the work itself when the first one fails', async () => {
    const send = canceling(await anOrder(shop));
    const held = gate('orders.cancellation_written', throwing('orders.cancellation_written'));
    const first = send().catch((error: unknown) => String(error));
    await held.reached();
    const second = await waiting(send);
    held.open();
    expect(await first).toContain('500');
    const { body, headers } = await second.answer;
    expect([body.status, headers['idempotency-replayed']]).toEqual(['canceled', undefined]);
  });

  it('is told to come back when it would wait too long', async () => {
    const order = await anOrder(shop);
    const send = starting(order);
    const held = gate('payments.start_committed');
    const first = send(shop.http);
    await held.reached();
    const hasty = await openBeside(shop, { IDEMPOTENCY_WAIT_MS: '0' });
    const second = await send(hasty.http);
    expect([second.status, second.body.code]).toEqual([409, 'idempotency_key_in_flight']);
    expect(second.headers['retry-after']).toBe('1');
    held.open();
    expect((await first).status).toBe(201);
    await hasty.close();
  });

  it('goes on when the first one has lost its session, and both get one answer', async () => {
    const order = await anOrder(shop);
    const send = starting(order);
    const other = await openBeside(shop);
    const held = gate('payments.start_committed');
    const first = send(shop.http);
    await held.reached();
    await shop.sql(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name = (SELECT asked_by FROM payments WHERE order_id = $1)`,
      [order.id],
    );
    const second = await eventually(async () => {
      const told = await send(other.http);
      if (told.status !== 201) throw new Error(told.text);
      return told;
    });
    held.open();
    expect((await first).text).toBe(second.text);
    expect(await chargesOf(shop, order.id)).toHaveLength(1);
    expect(await clearingOf(shop, order.id)).toBe(order.total.amount);
    await other.close();
  });

  const brokenOff = async (point: string, send: Request): Promise<HttpAnswer> => {
    armFailpoint(point, throwing(point));
    await expect(send(shop.http)).rejects.toThrow('500');
    return send(shop.http);
  };

  it.each(STARTS)('finishes at once what broke off at %s', async (point) => {
    const order = await anOrder(shop);
    await expectCharged(shop, order, await brokenOff(point, starting(order)));
  });

  it.each(OPERATIONS)('finishes at once what broke off at %s', async (point, kind) => {
    const order = await anOrder(shop);
    const payment = await pay(shop, order, kind === 'refunds' ? 'success' : 'authorize_only');
    await expectMovedOnce(shop, order, kind, await brokenOff(point, operating(staff, payment.id, kind)));
  });

  it.each(STEPS)('finishes at once what broke off at %s', async (point, step, status) => {
    const order = await anOrder(shop);
    const payment = await pay(shop, order, 'requires_action');
    const { body } = await brokenOff(point, stepping(order, payment.id, step, aKey()));
    expect(body).toMatchObject({ status });
  });

  describe('while recovery finishes what broke off', () => {
    const paymentOf = async (orderId: string): Promise<string> =>
      (await shop.sql('SELECT id FROM payments WHERE order_id = $1', [orderId]))[0].id;

    /** Has recovery do all of it between the first statement of the repetition and the next. */
    function recoverMeanwhile(orderId: string): void {
      const idempotency = shop.get(Idempotency);
      const begin = idempotency.begin.bind(idempotency);
      vi.spyOn(idempotency, 'begin').mockImplementation(async (claim) => {
        const isLeft = await begin(claim);
        if (isLeft)
          await shop
            .get(Transaction)
            .outside(async () => shop.get(PaymentResolver).resolve(await paymentOf(orderId)));
        return isLeft;
      });
    }

    async function expectReplayed({ status, headers }: HttpAnswer): Promise<void> {
      expect([status < 300, headers['idempotency-replayed']]).toEqual([true, 'true']);
    }

    it.each(STARTS)('makes no second charge after %s', async (point) => {
      const order = await anOrder(shop);
      recoverMeanwhile(order.id);
      const answer = await brokenOff(point, starting(order));
      await expectReplayed(answer);
      await expectCharged(shop, order, answer);
    });

    it.each(OPERATIONS)('moves no more money after %s', async (point, kind) => {
      const order = await anOrder(shop);
      const payment = await pay(shop, order, kind === 'refunds' ? 'success' : 'authorize_only');
      recoverMeanwhile(order.id);
      const answer = await brokenOff(point, operating(staff, payment.id, kind));
      await expectReplayed(answer);
      await expectMovedOnce(shop, order, kind, answer);
    });

    it('gives the answer to a step that took effect', async () => {
      const order = await anOrder(shop);
      const payment = await pay(shop, order, 'requires_action');
      recoverMeanwhile(order.id);
      const send = stepping(order, payment.id, 'confirmation', aKey());
      const answer = await brokenOff('payments.confirmation_answered', send);
      await expectReplayed(answer);
      expect(answer.body).toMatchObject({ status: 'succeeded' });
    });
  });

  it('gives way to whoever closes the order', async () => {
    const order = await anOrder(shop);
    const send = starting(order);
    armFailpoint('payments.start_committed', throwing('payments.start_committed'));
    await expect(send(shop.http)).rejects.toThrow('500');
    const { body } = await shop.http.post(`/orders/${order.id}/cancellation`, {}, order.proof);
    expect(body.closeRequestedAt).not.toBeNull();
    const second = await send(shop.http);
    expect([second.status, second.body.code]).toEqual([409, 'idempotency_key_in_flight']);
    expect(await chargesOf(shop, order.id)).toEqual([]);
  });
});
