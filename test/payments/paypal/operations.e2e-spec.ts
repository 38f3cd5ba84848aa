import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  confirm,
  operate,
  orderOf,
  paymentOf,
  recover,
  settled,
  usd,
} from '../../support/builders/payments.js';
import {
  aPaypalPayment,
  closePaypalShop,
  deliver,
  openPaypalShop,
  paypalOwes,
} from '../../support/builders/paypal.js';
import type { SignedInAccount } from '../../support/builders/accounts.js';
import type { PaypalGateway } from '../../support/gateways/paypal/paypal-gateway.js';
import type { TestShop } from '../../support/shop.js';

const DAY_MS = 24 * 3_600_000;

let shop: TestShop;
let staff: SignedInAccount;
let gateway: PaypalGateway;

beforeAll(async () => {
  ({ shop, staff, gateway } = await openPaypalShop());
});
afterEach(() => {
  gateway.aheadMs = 0;
  gateway.outbox.take();
});
afterAll(() => closePaypalShop(shop, gateway));

const paid = async (method?: string) => {
  const made = await aPaypalPayment(shop, gateway, { method });
  gateway.approve(made.reference);
  const { body } = await confirm(shop, made.order, made.payment.id);
  expect(body.status).toBe(method === 'authorize_only' ? 'authorized' : 'succeeded');
  return made;
};
const held = () => paid('authorize_only');

const capture = (paymentId: string, amount: number, isFinal = false) =>
  operate(shop, staff, paymentId, 'captures', { amount: usd(amount), isFinal });

const refund = (paymentId: string, amount: number) =>
  operate(shop, staff, paymentId, 'refunds', { amount: usd(amount), reason: 'changed mind' });

describe('Held money', () => {
  it('places the order, and is captured in parts', async () => {
    const { order, payment, reference } = await held();
    expect(await orderOf(shop, order)).toMatchObject({ status: 'placed', paymentStatus: 'authorized' });
    for (const amount of [1000, 499, 1000]) {
      const { status, body, text } = await capture(payment.id, amount);
      expect([status, body.status], text).toEqual([201, 'succeeded']);
    }
    expect(gateway.books.of(reference).map(({ amount }) => amount)).toEqual([1000, 499, 1000]);
    expect(await paypalOwes(shop, order.id)).toBe(2499);
    await settled(shop, order, payment.id, 'succeeded');
  });

  it('is let go when the order is canceled, once', async () => {
    const { order, payment, reference } = await held();
    const answer = await shop.http.post(`/orders/${order.id}/cancellation`, {}, order.proof);
    expect(answer.status, answer.text).toBeLessThan(300);
    await settled(shop, order, payment.id, 'canceled');
    const voids = gateway.exchanges.filter(({ request }) => request.path.endsWith('/void'));
    expect(voids).toHaveLength(1);
    expect(gateway.orders.get(reference)!.authorizations[0]!.status).toBe('VOIDED');
  });

  it('that was voided at PayPal is seen by its webhook', async () => {
    const { order, payment, reference } = await held();
    gateway.outbox.take();
    gateway.voidByHand(reference);
    await deliver(shop, gateway);
    expect(await settled(shop, order, payment.id, 'canceled')).toMatchObject({
      failure: { code: 'authorization_voided' },
    });
  });

  it('is authorized anew after three days, and captured from the new authorization', async () => {
    const { payment, reference } = await held();
    const made = gateway.orders.get(reference)!;
    backdate(made.authorizations[0]!, 5 * DAY_MS);
    expect((await capture(payment.id, 2499)).body.status).toBe('succeeded');
    expect(made.authorizations.map(({ status }) => status)).toEqual(['CREATED', 'CAPTURED']);
    expect(gateway.books.of(reference)).toHaveLength(1);
  });

  it('that has lapsed is not captured', async () => {
    const { order, payment, reference } = await held();
    gateway.orders.get(reference)!.authorizations[0]!.expiration_time = new Date(
      Date.now() - DAY_MS,
    ).toISOString();
    const { body } = await capture(payment.id, 2499);
    expect(body).toMatchObject({ status: 'failed', failure: { code: 'authorization_expired' } });
    await settled(shop, order, payment.id, 'canceled');
  });

  it('is captured once although the answer is lost', async () => {
    const { order, payment, reference } = await held();
    gateway.faults.next(/authorizations\/\w+\/capture$/, { kind: 'lose' });
    expect((await capture(payment.id, 2499)).body.status).toBe('pending');
    await recover(shop);
    await settled(shop, order, payment.id, 'succeeded');
    expect(gateway.books.of(reference)).toHaveLength(1);
    expect(await paypalOwes(shop, order.id)).toBe(2499);
  });
});

describe('A refund', () => {
  it('is spread over several captures, oldest first', async () => {
    const { order, payment, reference } = await held();
    for (const amount of [1000, 499, 1000]) await capture(payment.id, amount);
    const { body } = await refund(payment.id, 1200);
    expect(body).toMatchObject({ status: 'succeeded', amount: usd(1200) });
    expect(await paypalOwes(shop, order.id)).toBe(1299);
    expect((await refund(payment.id, 1299)).body.status).toBe('succeeded');
    expect(await paypalOwes(shop, order.id)).toBe(0);
    expect(gateway.books.of(reference, 'refund').map(({ amount }) => amount)).toEqual([
      -1000, -200, -299, -1000,
    ]);
  });

  it('that breaks off between two captures goes on, and refunds each once', async () => {
    const { order, payment, reference } = await held();
    for (const amount of [1000, 1499]) await capture(payment.id, amount);
    const { captures } = gateway.orders.get(reference)!;
    gateway.faults.next(new RegExp(`captures/${captures[1]!.id}/refund$`), { kind: 'cut' });
    expect((await refund(payment.id, 2000)).body.status).toBe('pending');
    await recover(shop);
    await expect.poll(() => paypalOwes(shop, order.id), { timeout: 60_000 }).toBe(499);
    expect(gateway.books.of(reference, 'refund').map(({ amount }) => amount)).toEqual([-1000, -1000]);
  });

  it.each(['lose', 'cut'] as const)('is made once although the connection breaks (%s)', async (kind) => {
    const { order, payment, reference } = await paid();
    gateway.faults.next(/captures\/\w+\/refund$/, { kind });
    await refund(payment.id, 500);
    await recover(shop);
    await expect.poll(() => paypalOwes(shop, order.id), { timeout: 60_000 }).toBe(1999);
    expect(gateway.books.of(reference, 'refund')).toHaveLength(1);
  });

  it('that waits for a bank is pending, and fails later without moving money', async () => {
    const { order, payment, reference } = await paid();
    gateway.pendingRefunds = 1;
    const { body } = await refund(payment.id, 500);
    expect(body.status).toBe('pending');
    gateway.settleRefunds(reference, 'FAILED');
    await deliver(shop, gateway);
    expect(await operationStatus(body.id)).toBe('failed');
    expect(await paypalOwes(shop, order.id)).toBe(2499);
    expect((await refund(payment.id, 2499)).body.status).toBe('succeeded');
  });

  it('of which a part fails keeps the part that came through', async () => {
    const { order, payment, reference } = await held();
    for (const amount of [1000, 1499]) await capture(payment.id, amount);
    gateway.pendingRefunds = 1;
    const { body } = await refund(payment.id, 2000);
    expect(body.status).toBe('pending');
    expect(await paypalOwes(shop, order.id)).toBe(2499);
    gateway.settleRefunds(reference, 'FAILED');
    await deliver(shop, gateway);
    expect(await operationStatus(body.id)).toBe('failed');
    expect(await paypalOwes(shop, order.id)).toBe(1499);
    expect((await refund(payment.id, 1499)).body.status).toBe('succeeded');
    expect(await paypalOwes(shop, order.id)).toBe(0);
  });

  it('of which a later part is refused has failed, and keeps the part that came through', async () => {
    const { order, payment, reference } = await held();
    for (const amount of [1000, 1499]) await capture(payment.id, amount);
    const [, second] = gateway.orders.get(reference)!.captures;
    const refusal = {
      name: 'UNPROCESSABLE_ENTITY',
      message: 'In dispute.',
      debug_id: '1',
      details: [{ issue: 'CAPTURE_DISPUTED_PARTIAL_REFUND_NOT_ALLOWED', description: 'No.' }],
    };
    const answer = { status: 422, body: refusal };
    gateway.faults.next(new RegExp(`captures/${second!.id}/refund$`), { kind: 'cut' });
    gateway.faults.next(new RegExp(`captures/${second!.id}/refund$`), { kind: 'answer', answer });
    const { body } = await refund(payment.id, 2000);
    await recover(shop);
    await deliver(shop, gateway);
    expect(await operationStatus(body.id)).toBe('failed');
    expect(await paypalOwes(shop, order.id)).toBe(1499);
    expect((await refund(payment.id, 1499)).body.status).toBe('succeeded');
    expect(await paypalOwes(shop, order.id)).toBe(0);
  });

  it('by hand at PayPal is booked when its webhook comes', async () => {
    const { order, payment, reference } = await paid();
    gateway.outbox.take();
    gateway.refundByHand(reference, '3.00');
    await deliver(shop, gateway);
    expect(await paypalOwes(shop, order.id)).toBe(2199);
    expect((await paymentOf(shop, order, payment.id)).refundedAmount.amount).toBe(300);
  });

  it('of more than there is is refused', async () => {
    const { payment } = await paid();
    expect((await refund(payment.id, 2500)).status).toBe(422);
  });
});

async function operationStatus(id: string): Promise<string | undefined> {
  const [row] = await shop.sql<{ status: string }>('SELECT status FROM payment_operations WHERE id = $1', [
    id,
  ]);
  return row?.status;
}

/** As if it had been made so long ago. */
function backdate(movement: { readonly create_time: string }, ageMs: number): void {
  Object.assign(movement, { create_time: new Date(Date.now() - ageMs).toISOString() });
}
