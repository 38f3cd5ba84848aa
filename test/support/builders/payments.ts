import { PaymentRecoveryJobs } from '../../../src/payments/recovery/payment-recovery.jobs.js';
import { TestProviderConfig } from '../../../src/payments/providers/test/test-provider.config.js';
import { SIGNATURE_HEADER, signWebhook } from '../../../src/payments/providers/test/webhook-signature.js';
import type { HttpAnswer } from '../http-client.js';
import { openShop, type ShopOptions, type TestShop } from '../shop.js';
import { eventually } from '../eventually.js';
import { aStaff, type SignedInAccount } from './accounts.js';
import { aKey, type MadeOrder, pay } from './orders.js';

/** What the test provider has in its books about a payment. */
export interface BookedCharge {
  readonly reference: string;
  readonly status: string;
  readonly captured: number;
  readonly refunded: number;
}

/** A payment as the shop shows it. */
export interface ShownPayment {
  readonly id: string;
  readonly status: string;
  readonly refundedAmount: { readonly amount: number };
}

/** Within a test the provider settles nothing by itself: the test says when, and sends the webhooks. */
const NEVER_BY_ITSELF = { TEST_PROVIDER_DELAY_MS: '3600000' };

export async function openPaymentsShop({ env, ...options }: ShopOptions = {}) {
  const shop = await openShop({ ...options, env: { ...NEVER_BY_ITSELF, ...env } });
  return { shop, staff: await aStaff(shop) };
}

export const usd = (amount: number) => ({ amount, currency: 'USD' });

export async function chargesOf(shop: TestShop, orderId: string): Promise<BookedCharge[]> {
  return shop.sql<BookedCharge>(
    `SELECT reference, status, captured, refunded FROM test_provider.charges
     WHERE order_reference = $1 ORDER BY created_at`,
    [orderId],
  );
}

/** What the ledger says of an order: the balance of what the provider owes the shop. */
export async function clearingOf(shop: TestShop, orderId: string, provider = 'test'): Promise<number> {
  const [row] = await shop.sql<{ balance: number }>(
    `SELECT coalesce(sum(amount), 0)::bigint AS balance
     FROM ledger_entries AS entry JOIN ledger_transactions AS booking ON booking.id = entry.transaction_id
     WHERE booking.order_id = $1 AND entry.account = 'clearing:' || $2`,
    [orderId, provider],
  );
  return row!.balance;
}

export async function orderOf(shop: TestShop, { id, proof }: MadeOrder) {
  return (await shop.http.get(`/orders/${id}`, proof)).body;
}

export async function paymentOf(shop: TestShop, order: MadeOrder, paymentId: string): Promise<ShownPayment> {
  return (await shop.http.get<ShownPayment>(`/payments/${paymentId}`, order.proof)).body;
}

/** Waits until the payment stands so; gives it. */
export function settled(
  shop: TestShop,
  order: MadeOrder,
  paymentId: string,
  status: string,
): Promise<ShownPayment> {
  return eventually(async () => {
    const payment = await paymentOf(shop, order, paymentId);
    if (payment.status !== status) throw new Error(`The payment is ${payment.status}, not ${status}`);
    return payment;
  });
}

/** Asks for a refund or capture as staff. */
export function operate(
  shop: TestShop,
  staff: SignedInAccount,
  paymentId: string,
  kind: 'refunds' | 'captures',
  body: object = kind === 'refunds' ? { reason: 'changed mind' } : {},
  idempotencyKey = aKey(),
): Promise<HttpAnswer> {
  return shop.http.post(`/payments/${paymentId}/${kind}`, body, { token: staff.token, idempotencyKey });
}

export const confirm = (shop: TestShop, order: MadeOrder, paymentId: string, outcome?: string) =>
  shop.http.post(
    `/payments/${paymentId}/confirmation`,
    outcome === undefined ? {} : { outcome },
    order.proof,
  );

/** An order whose money is held, with its payment. */
export async function anAuthorizedPayment(shop: TestShop, order: MadeOrder): Promise<ShownPayment> {
  return pay(shop, order, 'authorize_only') as Promise<ShownPayment>;
}

/** Lets recovery look after every payment that is open, as if its time had come. */
export async function recover(shop: TestShop): Promise<void> {
  await shop.sql('UPDATE payments SET check_at = now() WHERE check_at IS NOT NULL');
  await shop.sql("UPDATE idempotency_keys SET lease_until = now() WHERE state = 'in_progress'");
  await shop.get(PaymentRecoveryJobs).recover();
}

/** Body and headers of a webhook of the test provider. */
export function aWebhook(shop: TestShop, event: object | string, secondsAgo = 0) {
  const payload = typeof event === 'string' ? event : JSON.stringify(event);
  const secret = shop.get(TestProviderConfig).webhookSecret;
  const signature = signWebhook(Buffer.from(payload), secret, Math.floor(Date.now() / 1000) - secondsAgo);
  return { payload, headers: { 'content-type': 'application/json', [SIGNATURE_HEADER]: signature } };
}

let events = 0;

/** An event about a charge, as the test provider words it. */
export const anEvent = (charge: object, changes: object = {}) => ({
  id: `evt_${(events += 1)}`,
  type: 'charge.updated',
  livemode: false,
  account: 'test',
  charge,
  ...changes,
});

export function sendWebhook(shop: TestShop, event: object | string): Promise<HttpAnswer> {
  const { payload, headers } = aWebhook(shop, event);
  return shop.http.post('/webhooks/test', payload, { headers });
}

/** The inbox row of an event. */
export async function inboxOf(shop: TestShop, eventId: string) {
  const [row] = await shop.sql<{ status: string; attempts: number; detail: string | null }>(
    'SELECT status, attempts, detail FROM payment_webhooks WHERE event_id = $1',
    [eventId],
  );
  return row;
}
