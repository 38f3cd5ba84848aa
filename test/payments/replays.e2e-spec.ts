import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { armFailpoint } from '../../src/common/failpoints/failpoint.js';
import { PaymentResolver } from '../../src/payments/recovery/payment-resolver.js';
import { TestProvider } from '../../src/payments/providers/test/test-provider.js';
import type { SignedInAccount } from '../support/builders/accounts.js';
import { aKey, anOrder, pay } from '../support/builders/orders.js';
import { openPaymentsShop, operate, usd } from '../support/builders/payments.js';
import type { HttpAnswer } from '../support/http-client.js';
import type { TestShop } from '../support/shop.js';

let shop: TestShop;
let staff: SignedInAccount;

beforeAll(async () => {
  ({ shop, staff } = await openPaymentsShop());
});

afterAll(async () => {
  await shop.doctor();
  await shop.close();
});

const paymentIdOf = async (orderId: string): Promise<string> =>
  (await shop.sql('SELECT id FROM payments WHERE order_id = $1', [orderId]))[0].id;

const recoverNow = async (orderId: string) => shop.get(PaymentResolver).resolve(await paymentIdOf(orderId));

/** Sends it, with somebody else's step at the failpoint, and once more: both answers are the same. */
async function expectSameReplay(
  send: () => Promise<HttpAnswer>,
  point: string,
  meanwhile: () => Promise<unknown>,
): Promise<HttpAnswer> {
  let reached = 0;
  const disarm = armFailpoint(point, async () => {
    reached += 1;
    await meanwhile();
  });
  const sent = await send();
  disarm();
  expect(reached).toBe(1);
  const replayed = await send();
  expect(replayed.headers['idempotency-replayed']).toBe('true');
  expect([replayed.status, replayed.text]).toEqual([sent.status, sent.text]);
  return sent;
}

describe('A request that somebody else overtakes is answered once, and so', () => {
  it('a start that recovery makes first, and that settles before it is asked again', async () => {
    const order = await anOrder(shop);
    const body = { provider: 'test', paymentMethod: 'delayed_success' };
    const proof = { ...order.proof, idempotencyKey: aKey() };
    const start = () => shop.http.post(`/orders/${order.id}/payments`, body, proof);
    await expectSameReplay(start, 'payments.start_committed', async () => {
      await recoverNow(order.id);
      await shop.sql('UPDATE test_provider.charges SET settles_at = now() WHERE order_reference = $1', [
        order.id,
      ]);
    });
  });

  it('a confirmation, by what it led to and not by what a look before it saw', async () => {
    const order = await anOrder(shop);
    const { id } = await pay(shop, order, 'requires_action');
    const proof = { ...order.proof, idempotencyKey: aKey() };
    const confirm = () => shop.http.post(`/payments/${id}/confirmation`, { outcome: 'success' }, proof);
    const sent = await expectSameReplay(confirm, 'payments.confirmation_committed', () =>
      recoverNow(order.id),
    );
    expect(sent.body).toMatchObject({ status: 'succeeded' });
  });

  it('a cancellation, by what it led to and not by what a look before it saw', async () => {
    const order = await anOrder(shop);
    const { id } = await pay(shop, order, 'requires_action');
    const proof = { ...order.proof, idempotencyKey: aKey() };
    const cancel = () => shop.http.post(`/payments/${id}/cancellation`, {}, proof);
    const sent = await expectSameReplay(cancel, 'payments.cancellation_committed', () =>
      recoverNow(order.id),
    );
    expect(sent.body).toMatchObject({ status: 'canceled' });
  });

  it('a refund whose outcome becomes known just after it was written down as open', async () => {
    const order = await anOrder(shop);
    const { id } = await pay(shop, order, 'success');
    vi.spyOn(shop.get(TestProvider), 'refund').mockRejectedValueOnce(new Error('socket hang up'));
    const key = aKey();
    const refund = () => operate(shop, staff, id, 'refunds', { amount: usd(100), reason: 'x' }, key);
    const sent = await expectSameReplay(refund, 'payments.completion_committed', () => recoverNow(order.id));
    expect(sent.body).toMatchObject({ status: 'pending' });
  });
});

describe('The answer that a payment owes', () => {
  it('is the same to a process that knows its HTTP status alone', async () => {
    const order = await anOrder(shop);
    const { id } = await pay(shop, order, 'requires_action');
    const owed = async (column: string, value: unknown) => {
      await shop.sql(`UPDATE payments SET ${column} = $2 WHERE id = $1`, [id, value]);
      const [row] = await shop.sql('SELECT owed_status, owed_answer FROM payments WHERE id = $1', [id]);
      return [row.owed_status, row.owed_answer];
    };
    expect(await owed('owed_status', 200)).toEqual([200, 'changed']);
    expect(await owed('owed_answer', 'started')).toEqual([201, 'started']);
    expect(await owed('owed_answer', 'changed')).toEqual([200, 'changed']);
  });
});
