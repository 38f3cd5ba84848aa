import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { Doctor } from '../../src/common/doctor/doctor.js';
import { TestProvider } from '../../src/payments/providers/test/test-provider.js';
import { aCustomer, aStaff, type SignedInAccount } from '../support/builders/accounts.js';
import { aKey, anOrder, type MadeOrder, pay } from '../support/builders/orders.js';
import {
  chargesOf,
  clearingOf,
  operate,
  orderOf,
  paymentOf,
  recover,
  usd,
} from '../support/builders/payments.js';
import { aVariant } from '../support/builders/products.js';
import { eventually } from '../support/eventually.js';
import { settleJobs } from '../support/jobs.js';
import { openShop, type TestShop } from '../support/shop.js';

let shop: TestShop;
let staff: SignedInAccount;
const PRICE = 999;

beforeAll(async () => {
  shop = await openShop({ env: { LOG_LEVEL: 'silent' } });
  staff = await aStaff(shop);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await shop.doctor();
});
afterAll(() => shop.close());

/** The provider refuses refunds for good from now on. */
const refuse = () =>
  vi.spyOn(shop.get(TestProvider), 'refund').mockResolvedValue({
    kind: 'refused',
    failure: { code: 'card_closed', detail: 'The card was closed.' },
  });

const asStaff = (idempotencyKey = aKey()) => ({ token: staff.token, idempotencyKey });
const refundsOf = async (paymentId: string) =>
  (await shop.http.get(`/payments/${paymentId}/refunds`, { token: staff.token })).body.items;
const waiting = async (paymentId: string) =>
  (await shop.http.get('/payments/refused-refunds?limit=100', { token: staff.token })).body.items.filter(
    (refund: { paymentId: string }) => refund.paymentId === paymentId,
  );
const decide = (paymentId: string, refundId: string, decision: string, key?: string) =>
  shop.http.post(
    `/payments/${paymentId}/refunds/${refundId}/decision`,
    { decision, reason: 'by bank transfer' },
    asStaff(key),
  );
const complaints = async () =>
  (await shop.get(Doctor).examine())
    .filter(({ rows }) => rows.length > 0)
    .map(({ invariant }) => invariant.name);

async function refused(cancel: 'items' | 'order') {
  const { variantId } = await aVariant(shop, { price: PRICE });
  const order = await anOrder(shop, { items: [{ variantId, quantity: 2 }] });
  const { id: paymentId } = await pay(shop, order, 'success');
  const provider = refuse();
  const items = cancel === 'items' ? { items: [{ itemId: order.items[0]!.id, quantity: 1 }] } : {};
  const answer = await shop.http.post(`/orders/${order.id}/cancellation`, items, asStaff());
  expect(answer.status).toBe(200);
  const refund = await eventually(async () => {
    const [found] = await refundsOf(paymentId);
    if (found?.status !== 'failed') throw new Error('It is not refused yet');
    return found;
  });
  await settleJobs(shop);
  return { order, paymentId: paymentId as string, refund, provider, amount: refund.amount.amount as number };
}
const keptOf = async (order: MadeOrder) => {
  const [charge] = await chargesOf(shop, order.id);
  return charge!.captured - charge!.refunded;
};

describe('A refund that the shop owes and the provider refuses for good', () => {
  it.each(['items', 'order'] as const)('is shown to staff until they decide (%s)', async (what) => {
    const { order, paymentId, refund, amount } = await refused(what);
    expect(amount).toBe(what === 'items' ? PRICE : order.total.amount);
    expect(refund).toMatchObject({ status: 'failed', failure: { code: 'card_closed' }, needsDecision: true });
    expect(await waiting(paymentId)).toMatchObject([{ id: refund.id, needsDecision: true, decision: null }]);
    expect(await complaints()).toEqual([]);
    await shop.sql("UPDATE payment_operations SET updated_at = now() - interval '16 minutes' WHERE id = $1", [
      refund.id,
    ]);
    expect(await complaints()).toContain('payments.refused_refunds_are_decided');
    expect((await decide(paymentId, refund.id, 'settle')).status).toBe(201);
    expect(await complaints()).toEqual([]);
  });

  it.each(['items', 'order'] as const)('is asked for once more when staff say so (%s)', async (what) => {
    const { order, paymentId, refund, provider, amount } = await refused(what);
    provider.mockRestore();
    const key = aKey();
    const again = await decide(paymentId, refund.id, 'retry', key);
    expect([again.status, again.body]).toMatchObject([201, { status: 'succeeded', amount: usd(amount) }]);
    expect(again.body.id).not.toBe(refund.id);
    expect((await decide(paymentId, refund.id, 'retry', key)).text).toBe(again.text);
    expect(await keptOf(order)).toBe(order.total.amount - amount);
    expect(await clearingOf(shop, order.id)).toBe(order.total.amount - amount);
    const paymentStatus = what === 'items' ? 'partially_refunded' : 'refunded';
    expect(await orderOf(shop, order)).toMatchObject({ paymentStatus });
    expect(await waiting(paymentId)).toEqual([]);
    await recover(shop);
    await settleJobs(shop);
    expect(await keptOf(order)).toBe(order.total.amount - amount);
  });

  it.each(['items', 'order'] as const)(
    'is settled by hand, and nothing more goes back (%s)',
    async (what) => {
      const { order, paymentId, refund, provider, amount } = await refused(what);
      provider.mockRestore();
      const key = aKey();
      const settled = await decide(paymentId, refund.id, 'settle', key);
      expect([settled.status, settled.body]).toMatchObject([
        201,
        { id: refund.id, status: 'failed', decision: 'settle', needsDecision: false },
      ]);
      expect((await decide(paymentId, refund.id, 'settle', key)).text).toBe(settled.text);
      expect(await paymentOf(shop, order, paymentId)).toMatchObject({ settledAmount: usd(amount) });
      expect(await waiting(paymentId)).toEqual([]);
      await recover(shop);
      await settleJobs(shop);
      expect(await keptOf(order)).toBe(order.total.amount);
      const beyond = await operate(shop, staff, paymentId, 'refunds', {
        amount: order.total,
        reason: 'more than is left',
      });
      expect([beyond.status, beyond.body.code]).toEqual([422, 'amount_exceeds_remaining']);
      expect(beyond.body.remaining).toEqual(usd(order.total.amount - amount));
    },
  );

  it('waits for another decision when it is refused again', async () => {
    const { paymentId, refund } = await refused('items');
    const again = await decide(paymentId, refund.id, 'retry');
    expect([again.status, again.body.status]).toEqual([201, 'failed']);
    expect(await waiting(paymentId)).toMatchObject([{ id: again.body.id, needsDecision: true }]);
    await decide(paymentId, again.body.id, 'settle');
    expect(await waiting(paymentId)).toEqual([]);
  });

  it('is decided on once, however many do', async () => {
    const { paymentId, refund, provider, order, amount } = await refused('items');
    provider.mockRestore();
    await shop.listen();
    const answers = await Promise.all(
      ['retry', 'settle', 'retry', 'settle', 'retry'].map((decision) =>
        shop.network.post(
          `/payments/${paymentId}/refunds/${refund.id}/decision`,
          { decision, reason: 'me first' },
          asStaff(),
        ),
      ),
    );
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409, 409, 409, 409]);
    expect(answers.find(({ status }) => status === 409)!.body.code).toBe('refund_not_refused');
    const isRetried = answers.find(({ status }) => status === 201)!.body.id !== refund.id;
    expect(await keptOf(order)).toBe(order.total.amount - (isRetried ? amount : 0));
  });

  it('waits for nobody any more once its money went back otherwise', async () => {
    const { paymentId, provider } = await refused('items');
    provider.mockRestore();
    expect((await operate(shop, staff, paymentId, 'refunds')).body).toMatchObject({ status: 'succeeded' });
    expect(await waiting(paymentId)).toEqual([]);
  });

  it('is nothing to decide on while it is another refund, or not there', async () => {
    const order = await anOrder(shop);
    const { id } = await pay(shop, order, 'success');
    const refund = await operate(shop, staff, id, 'refunds', { amount: usd(5), reason: 'scratched' });
    const notRefused = await decide(id, refund.body.id, 'retry');
    expect([notRefused.status, notRefused.body.code]).toEqual([409, 'refund_not_refused']);
    expect((await decide(id, id, 'retry')).status).toBe(404);
    const customer = await aCustomer(shop);
    const path = `/payments/${id}/refunds/${refund.body.id}/decision`;
    const body = { decision: 'settle', reason: 'mine' };
    const byCustomer = await shop.http.post(path, body, { token: customer.token, idempotencyKey: aKey() });
    expect(byCustomer.status).toBe(403);
  });
});
