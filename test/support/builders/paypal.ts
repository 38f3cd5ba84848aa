import { expect } from 'vitest';
import { CLIENT_ID, CLIENT_SECRET, PaypalGateway, WEBHOOK_ID } from '../gateways/paypal/paypal-gateway.js';
import type { OutgoingWebhook } from '../gateways/gateway.js';
import { hasSpecifications, PaypalContract } from '../gateways/paypal/paypal-contract.js';
import { settleJobs } from '../jobs.js';
import type { TestShop } from '../shop.js';
import { aKey, anOrder, type MadeOrder, type OrderOptions } from './orders.js';
import { clearingOf, openPaymentsShop, type ShownPayment } from './payments.js';

export interface PaypalPayment {
  readonly order: MadeOrder;
  readonly payment: ShownPayment;
  /** PayPal's id of the order. */
  readonly reference: string;
}

export const RETURN_URL = 'https://storefront.example/paid?lang=en';

/** A shop that offers PayPal, whose part the double plays. */
export async function openPaypalShop(env: Readonly<Record<string, string>> = {}) {
  const gateway = new PaypalGateway();
  const base = await gateway.start();
  const opened = await openPaymentsShop({
    env: {
      PAYPAL_CLIENT_ID: CLIENT_ID,
      PAYPAL_CLIENT_SECRET: CLIENT_SECRET,
      PAYPAL_WEBHOOK_ID: WEBHOOK_ID,
      PAYPAL_RETURN_URL: RETURN_URL,
      PAYPAL_API_BASE: base,
      ...env,
    },
  });
  gateway.outbox.deliverBy(
    async (body, headers) => (await opened.shop.http.post('/webhooks/paypal', body, { headers })).status,
  );
  return { ...opened, gateway };
}

/** Its books agree with the ledger, and both sides spoke as PayPal's documents say. */
export async function closePaypalShop(shop: TestShop, gateway: PaypalGateway): Promise<void> {
  try {
    await settleJobs(shop);
    await shop.doctor();
    await expectBooksAgree(shop, gateway);
    expect(gateway.errors).toEqual([]);
    expect(gateway.faults.isQuiet).toBe(true);
    if (hasSpecifications) expect(new PaypalContract().faultsOf(gateway.exchanges)).toEqual([]);
  } finally {
    await shop.close();
    await gateway.stop();
  }
}

/** Charge by charge, in PayPal's units. */
async function expectBooksAgree(shop: TestShop, gateway: PaypalGateway): Promise<void> {
  const charges = await shop.sql<{ reference: string; currency: string; balance: number }>(
    `SELECT payment.provider_reference AS reference, payment.currency,
       coalesce(sum(fact.amount * CASE fact.kind WHEN 'capture' THEN 1 WHEN 'refund' THEN -1 ELSE 0 END), 0)::bigint
         AS balance
     FROM payments AS payment LEFT JOIN payment_transactions AS fact ON fact.payment_id = payment.id
     WHERE payment.provider = 'paypal' AND payment.provider_reference IS NOT NULL GROUP BY payment.id`,
  );
  const ours = charges.map(({ reference, currency, balance }) => [
    reference,
    ['HUF', 'TWD'].includes(currency) ? balance / 100 : balance,
  ]);
  const theirs = charges.map(({ reference }) => [reference, gateway.books.balance(reference)]);
  expect(ours).toEqual(theirs);
  const known = new Set(charges.map(({ reference }) => reference));
  expect(gateway.books.entries.filter(({ charge }) => !known.has(charge))).toEqual([]);
}

export const startPaypal = (shop: TestShop, order: MadeOrder, paymentMethod?: string) =>
  shop.http.post(
    `/orders/${order.id}/payments`,
    { provider: 'paypal', ...(paymentMethod !== undefined && { paymentMethod }) },
    { ...order.proof, idempotencyKey: aKey() },
  );

/** An order whose buyer is at PayPal now. */
export async function aPaypalPayment(
  shop: TestShop,
  gateway: PaypalGateway,
  { method, ...options }: OrderOptions & { readonly method?: string } = {},
): Promise<PaypalPayment> {
  const order = await anOrder(shop, options);
  const { status, text, body } = await startPaypal(shop, order, method);
  expect([status, body.status], text).toEqual([201, 'requires_action']);
  return { order, payment: body, reference: gateway.orderOf(body.id).id };
}

/** The ledger's view: minor units that PayPal owes for this order. */
export const paypalOwes = (shop: TestShop, orderId: string): Promise<number> =>
  clearingOf(shop, orderId, 'paypal');

/** Sends what waits, in the given order, and lets the shop work it off. */
export async function deliver(
  shop: TestShop,
  gateway: PaypalGateway,
  webhooks: readonly OutgoingWebhook[] = gateway.outbox.take(),
): Promise<void> {
  const statuses = await gateway.outbox.send(webhooks);
  expect(new Set(statuses)).toEqual(new Set(webhooks.length > 0 ? [200] : []));
  await settleJobs(shop);
}
