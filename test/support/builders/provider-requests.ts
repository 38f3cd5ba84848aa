import { expect } from 'vitest';
import type { HttpAnswer, HttpClient } from '../http-client.js';
import type { TestShop } from '../shop.js';
import type { SignedInAccount } from './accounts.js';
import { aKey, type MadeOrder } from './orders.js';
import { chargesOf, clearingOf, usd } from './payments.js';

/** Where a request that starts a payment may break off between its two transactions. */
export const STARTS: readonly string[] = ['payments.start_answered', 'payments.start_committed'];
/** The same for captures and refunds. */
export const OPERATIONS: readonly (readonly [point: string, kind: 'refunds' | 'captures'])[] = [
  ['payments.operation_answered', 'refunds'],
  ['payments.refund_committed', 'refunds'],
  ['payments.capture_committed', 'captures'],
];
/** The same for what the buyer does with a payment later, and how that ends. */
export const STEPS: readonly (readonly [point: string, step: string, status: string])[] = [
  ['payments.confirmation_committed', 'confirmation', 'succeeded'],
  ['payments.confirmation_answered', 'confirmation', 'succeeded'],
  ['payments.cancellation_committed', 'cancellation', 'canceled'],
  ['payments.cancellation_answered', 'cancellation', 'canceled'],
];

/** A request with its key, to be sent as often as one likes to whichever process the client speaks to. */
export type Request = (client: HttpClient) => Promise<HttpAnswer>;

export function starting(order: MadeOrder): Request {
  const body = { provider: 'test', paymentMethod: 'success' };
  const proof = { ...order.proof, idempotencyKey: aKey() };
  return (client) => client.post(`/orders/${order.id}/payments`, body, proof);
}

/** Of 5.00 USD, by staff. */
export function operating(staff: SignedInAccount, paymentId: string, kind: 'refunds' | 'captures'): Request {
  const body = { amount: usd(500), ...(kind === 'refunds' && { reason: 'x' }) };
  const proof = { token: staff.token, idempotencyKey: aKey() };
  return (client) => client.post(`/payments/${paymentId}/${kind}`, body, proof);
}

export function stepping(
  order: MadeOrder,
  paymentId: string,
  step: string,
  idempotencyKey?: string,
): Request {
  const body = step === 'confirmation' ? { outcome: 'success' } : {};
  return (client) => client.post(`/payments/${paymentId}/${step}`, body, { ...order.proof, idempotencyKey });
}

export async function expectCharged(
  shop: TestShop,
  order: MadeOrder,
  { status, body }: HttpAnswer,
): Promise<void> {
  expect([status, body.status]).toEqual([201, 'succeeded']);
  expect(await chargesOf(shop, order.id)).toMatchObject([{ status: 'succeeded' }]);
  expect(await clearingOf(shop, order.id)).toBe(order.total.amount);
}

export async function expectMovedOnce(
  shop: TestShop,
  order: MadeOrder,
  kind: 'refunds' | 'captures',
  { body }: HttpAnswer,
): Promise<void> {
  expect(body).toMatchObject({ status: 'succeeded', amount: usd(500) });
  const [charge] = await chargesOf(shop, order.id);
  expect(kind === 'refunds' ? charge!.refunded : charge!.captured).toBe(500);
  const operations = await shop.sql('SELECT FROM payment_operations WHERE payment_id = $1', [body.paymentId]);
  expect(operations).toHaveLength(1);
}
