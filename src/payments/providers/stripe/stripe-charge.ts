import type { Stripe } from 'stripe';
import { failure } from '../failures.js';
import type { ChargeStatus, Failure, ProviderCharge, ProviderMovement } from '../payment-provider.js';
import { declineOf } from './stripe-failures.js';
import { fromStripe } from './stripe-money.js';

/** Metadata by which we know our own: the attempt on an intent, the capture on it, the refund on a refund. */
export const PAYMENT_ID = 'payment_id';
export const CAPTURE_ID = 'capture_id';
export const REFUND_ID = 'refund_id';

/** Marks what we cancel ourselves. */
export const OUR_REASON = 'abandoned';

/** How the browser goes on: with this shop's publishable key. */
export interface Front {
  readonly isLive: boolean;
  readonly publishableKey?: string;
}

/** A declined card leaves the intent open for another one, so it waits for the buyer and has not failed. */
const STATUSES: Readonly<Record<Stripe.PaymentIntent.Status, ChargeStatus>> = {
  requires_payment_method: 'requires_action',
  requires_confirmation: 'requires_action',
  requires_action: 'requires_action',
  processing: 'processing',
  requires_capture: 'authorized',
  succeeded: 'succeeded',
  canceled: 'canceled',
};

/** Throws for what it does not know: the outcome is unknown then. */
export function chargeOf(
  intent: Stripe.PaymentIntent,
  refunds: readonly Stripe.Refund[],
  front: Front,
): ProviderCharge {
  const status: ChargeStatus | undefined = STATUSES[intent.status];
  if (status === undefined) throw new Error(`Stripe tells of an unknown status: ${intent.status}`);
  return {
    reference: intent.id,
    key: keyOf(intent, front),
    status,
    amount: amountOf(intent.amount, intent.currency),
    failure: failureOf(intent),
    nextAction:
      status === 'requires_action'
        ? {
            type: 'stripe',
            clientSecret: intent.client_secret ?? undefined,
            publishableKey: front.publishableKey,
          }
        : undefined,
    captures: capturesOf(intent),
    refunds: refunds.map(refundOf),
  };
}

/** No payment has such a key: a charge of the other mode is reviewed, and never taken for money. */
function keyOf({ livemode, metadata }: Stripe.PaymentIntent, { isLive }: Front): string | undefined {
  return livemode === isLive ? metadata[PAYMENT_ID] : 'other-mode';
}

/** An intent is captured once, by its one charge that succeeded. */
function capturesOf({ latest_charge: charge, metadata }: Stripe.PaymentIntent): ProviderMovement[] {
  if (charge === null) return [];
  if (typeof charge === 'string') throw new Error('Stripe did not expand the charge');
  if (charge.status !== 'succeeded' || charge.amount_captured === 0) return [];
  return [
    {
      reference: charge.id,
      key: metadata[CAPTURE_ID],
      amount: amountOf(charge.amount_captured, charge.currency).amount,
      status: 'succeeded',
    },
  ];
}

function refundOf({ id, amount, currency, status, metadata }: Stripe.Refund): ProviderMovement {
  return {
    reference: id,
    key: metadata?.[REFUND_ID],
    amount: amountOf(amount, currency).amount,
    status: REFUND_STATUSES.get(status ?? '') ?? 'pending',
  };
}

const REFUND_STATUSES: ReadonlyMap<string, ProviderMovement['status']> = new Map([
  ['succeeded', 'succeeded'],
  ['failed', 'failed'],
  ['canceled', 'failed'],
]);

function failureOf(intent: Stripe.PaymentIntent): Failure | undefined {
  if (intent.last_payment_error) return declineOf(intent.last_payment_error);
  if (intent.status !== 'canceled' || intent.cancellation_reason === OUR_REASON) return undefined;
  return failure(
    intent.cancellation_reason === 'automatic' ? 'authorization_expired' : 'authorization_voided',
  );
}

function amountOf(units: number, currency: string) {
  const amount = fromStripe(units, currency);
  if (!amount) throw new Error(`Stripe tells of ${units} ${currency}, which is no amount of ours`);
  return amount;
}
