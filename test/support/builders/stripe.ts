import { expect } from 'vitest';
import { fromStripe } from '../../../src/payments/providers/stripe/stripe-money.js';
import { StripeContract } from '../gateways/stripe/stripe-contract.js';
import { type Card, StripeDouble } from '../gateways/stripe/stripe-double.js';
import type { OutgoingWebhook } from '../gateways/gateway.js';
import { eventually } from '../eventually.js';
import { openShop, type TestShop } from '../shop.js';
import { aStaff, type SignedInAccount } from './accounts.js';
import { aKey, anOrder, type MadeOrder, type OrderOptions } from './orders.js';
import type { ShownPayment } from './payments.js';

/** A payment that waits in the buyer's browser. */
export interface StripePayment extends ShownPayment {
  readonly capturedAmount: { readonly amount: number };
  readonly failure: { readonly code: string } | null;
  readonly nextAction: { readonly type: string; readonly clientSecret: string } | null;
}

/** A shop that takes payments by a Stripe of its own, with somebody of its staff. */
export interface StripeShop {
  readonly shop: TestShop;
  readonly stripe: StripeDouble;
  readonly staff: SignedInAccount;
}

export async function openStripeShop(env: Readonly<Record<string, string>> = {}): Promise<StripeShop> {
  const stripe = new StripeDouble();
  const shop = await openShop({
    env: {
      STRIPE_API_BASE: await stripe.start(),
      STRIPE_SECRET_KEY: StripeDouble.SECRET_KEY,
      STRIPE_PUBLISHABLE_KEY: StripeDouble.PUBLISHABLE_KEY,
      STRIPE_WEBHOOK_SECRETS: StripeDouble.WEBHOOK_SECRET,
      ...env,
    },
  });
  stripe.outbox.deliverBy(async (body, headers) => {
    return (await shop.http.post('/webhooks/stripe', body, { headers })).status;
  });
  return { shop, stripe, staff: await aStaff(shop) };
}

/** Closes it once its money, Stripe's books and Stripe's own description of its API agree. */
export async function closeStripeShop({ shop, stripe }: StripeShop): Promise<void> {
  try {
    // What Stripe told last may still be on its way into the ledger.
    await eventually(() => expectSameBooks(shop, stripe).then(() => true));
    expect(stripe.errors).toEqual([]);
    expect(stripe.faults.isQuiet).toBe(true);
    const contract = StripeContract.read();
    if (contract)
      expect(new Set(stripe.exchanges.flatMap((one) => contract.faultsOf(one)))).toEqual(new Set());
    await shop.doctor();
  } finally {
    await shop.close();
    await stripe.stop();
  }
}

/** What the ledger says that Stripe owes for each order is what Stripe's books say. */
export async function expectSameBooks(shop: TestShop, stripe: StripeDouble): Promise<void> {
  const rows = await shop.sql<{ orderId: string; amount: number; currency: string }>(
    `SELECT booking.order_id AS "orderId", entry.currency, sum(entry.amount)::bigint AS amount
     FROM ledger_entries AS entry JOIN ledger_transactions AS booking ON booking.id = entry.transaction_id
     WHERE entry.account = 'clearing:stripe' GROUP BY 1, 2`,
  );
  const ours = new Map(rows.map((row) => [row.orderId, { amount: row.amount, currency: row.currency }]));
  const theirs = new Map<string, unknown>();
  for (const { id, currency, metadata } of stripe.account.intents.values()) {
    if (stripe.books.of(id).length > 0)
      theirs.set(metadata['order_id'] ?? id, fromStripe(stripe.books.balance(id), currency));
  }
  expect(ours).toEqual(theirs);
}

/** Starts a payment of the order by Stripe; gives the answer. */
export const startStripe = (shop: TestShop, order: MadeOrder, idempotencyKey = aKey()) =>
  shop.http.post(`/orders/${order.id}/payments`, { provider: 'stripe' }, { ...order.proof, idempotencyKey });

/** An order whose payment waits in the buyer's browser. */
export async function aStripePayment({ shop }: StripeShop, options: OrderOptions = {}) {
  const order = await anOrder(shop, options);
  const { status, body, text } = await startStripe(shop, order);
  if (status !== 201) throw new Error(`The order cannot be paid: ${text}`);
  return {
    order,
    payment: body as StripePayment,
    secret: (body as StripePayment).nextAction?.clientSecret ?? '',
  };
}

/** The same once the buyer has paid, and the shop has seen it. */
export async function aPaidOrder(world: StripeShop, options: OrderOptions = {}, card: Card = 'good') {
  const made = await aStripePayment(world, options);
  world.stripe.buyerPays(made.secret, card);
  return { ...made, payment: await look(world.shop, made.order, made.payment.id) };
}

/** The buyer's browser comes back from Stripe: the shop looks what has become of the payment. */
export async function look(shop: TestShop, order: MadeOrder, paymentId: string): Promise<StripePayment> {
  const answer = await shop.http.post<StripePayment>(`/payments/${paymentId}/confirmation`, {}, order.proof);
  expect(answer.status).toBe(200);
  return answer.body;
}

/** Sends what waits, all of which the shop must take. */
export async function deliver(
  { stripe }: StripeShop,
  webhooks: readonly OutgoingWebhook[] = stripe.outbox.take(),
) {
  const statuses = await stripe.outbox.send(webhooks);
  expect(statuses).toEqual(webhooks.map(() => 200));
}
