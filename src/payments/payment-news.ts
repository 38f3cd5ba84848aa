import type { MoneyFact } from './money-records.js';
import { ACTIVE, canBecome, type PaymentStatus, SECURED } from './payment-status.js';
import type { Payment } from './entities/payment.entity.js';
import type { Failure, ProviderCharge, ProviderMovement } from './providers/payment-provider.js';

/** What was learned about a payment. */
export type PaymentNews =
  /** The provider shows the charge as it stands. */
  | { readonly kind: 'charge'; readonly charge: ProviderCharge }
  /** The provider did nothing of what it was asked, for good. */
  | { readonly kind: 'refused'; readonly failure: Failure }
  /** The provider was asked, and nobody knows what it did. */
  | { readonly kind: 'unknown' }
  /** What the provider says does not fit what we asked for: a person has to look. */
  | { readonly kind: 'doubtful'; readonly failure: Failure };

const STATUS_OF_NEWS = { refused: 'failed', unknown: 'unknown', doubtful: 'review' } as const;

/** How an order shows the money of one payment that was secured. */
export type SecuredMoney = 'authorized' | 'paid' | 'partially_refunded' | 'refunded' | 'none';

/** Whether the provider speaks of another sum, or of another charge, than we asked for. */
export function isMismatch(payment: Payment, charge: ProviderCharge): boolean {
  const { providerReference } = payment;
  return (
    charge.amount.amount !== payment.amount ||
    charge.amount.currency !== payment.currency ||
    (charge.key !== undefined && charge.key !== payment.id) ||
    (providerReference !== null && providerReference !== charge.reference)
  );
}

/** Where the payment stands once this is known. What is older than what we know changes nothing. */
export function statusAfter(payment: Payment, told: PaymentStatus): PaymentStatus {
  const { status, authorizedAmount, capturedAmount, refundedAmount } = payment;
  // What was let go or has gone back does not come back: this was said before it went.
  if (status === 'canceled' && authorizedAmount > 0 && capturedAmount === refundedAmount) return status;
  return canBecome(status, told) ? told : status;
}

/** Takes news that says nothing of the charge itself. */
export function takeWord(payment: Payment, news: Exclude<PaymentNews, { kind: 'charge' }>): void {
  const status = statusAfter(payment, STATUS_OF_NEWS[news.kind]);
  if (status === payment.status) return;
  payment.status = status;
  takeFailure(payment, news.kind === 'unknown' ? undefined : news.failure);
}

/** Takes the charge as the provider shows it; `fresh` is what it did since we last looked. */
export function takeCharge(payment: Payment, charge: ProviderCharge, fresh: readonly MoneyFact[]): void {
  payment.capturedAmount += sumOf(fresh.filter(({ kind }) => kind === 'capture'));
  payment.refundedAmount += sumOf(fresh.filter(({ kind }) => kind === 'refund'));
  const status = statusAfter(payment, charge.status);
  if (status !== payment.status) takeFailure(payment, charge.failure);
  payment.status = status;
  payment.providerReference = charge.reference;
  payment.nextAction = status === 'requires_action' ? (charge.nextAction ?? null) : null;
  const held = SECURED.has(status) ? payment.amount : payment.capturedAmount;
  payment.authorizedAmount = Math.max(payment.authorizedAmount, held);
  // Under review, and everything that came has gone back: nothing is left to decide.
  if (
    status === 'review' &&
    payment.capturedAmount > 0 &&
    payment.refundedAmount === payment.capturedAmount
  ) {
    payment.status = 'canceled';
  }
}

function takeFailure(payment: Payment, failure: Failure | undefined): void {
  payment.failureCode = failure?.code.slice(0, 100) ?? null;
  payment.failureDetail = failure?.detail.slice(0, 1000) ?? null;
}

/** What the provider did, as far as the charge shows it. */
export function factsOf(payment: Payment, charge: ProviderCharge): MoneyFact[] {
  const { reference, status, amount } = charge;
  const facts: MoneyFact[] = [];
  if (status === 'authorized') facts.push({ kind: 'authorize', reference, amount: amount.amount });
  facts.push(...done(charge.captures).map((capture) => factOf('capture', capture)));
  facts.push(...done(charge.refunds).map((refund) => factOf('refund', refund)));

  const rest = payment.authorizedAmount - sumOf(done(charge.captures));
  const isLetGo = payment.status === 'authorized' && (status === 'canceled' || status === 'succeeded');
  if (isLetGo && rest > 0) facts.push({ kind: 'void', reference, amount: rest });
  return facts;
}

/** How the order shows this payment's money; what is in doubt is not shown. */
export function moneyOf(payment: Payment): SecuredMoney {
  const { status, capturedAmount, refundedAmount } = payment;
  if (!SECURED.has(status) && status !== 'canceled') return 'none';
  if (refundedAmount > 0) {
    return refundedAmount === capturedAmount && status !== 'authorized' ? 'refunded' : 'partially_refunded';
  }
  if (status === 'authorized') return 'authorized';
  return capturedAmount > 0 ? 'paid' : 'none';
}

/** The longest that recovery waits between two questions about one payment. */
const LONGEST_WAIT_SECONDS = 900;

/** An authorization lapses after days: to look once an hour finds it soon enough where the webhook was lost. */
const HOLD_WAIT_SECONDS = 3600;

/**
 * Seconds until the provider is asked again, or null when there is nothing left to ask. Soon after an unknown
 * outcome, later where the provider is to call us; each time twice as long. Money that is held is looked at hourly.
 */
export function secondsToNextCheck(payment: Payment): number | null {
  const isMerelyHeld =
    payment.status === 'authorized' && payment.unwindReason === null && !payment.hasOpenOperations;
  if (isMerelyHeld) return HOLD_WAIT_SECONDS;
  const first = firstWait(payment);
  return first === null ? null : Math.min(LONGEST_WAIT_SECONDS, first * 2 ** Math.min(payment.checks, 10));
}

function firstWait(payment: Payment): number | null {
  if (payment.status === 'unknown') return 2;
  if (payment.hasOpenOperations) return 5;
  if (ACTIVE.has(payment.status)) return 60;
  const isHeld = payment.status === 'authorized' || payment.refundable > 0;
  return payment.unwindReason !== null && isHeld ? 5 : null;
}

const done = (movements: readonly ProviderMovement[]): ProviderMovement[] =>
  movements.filter((movement) => movement.status === 'succeeded');

const sumOf = (movements: readonly { amount: number }[]): number =>
  movements.reduce((all, movement) => all + movement.amount, 0);

const factOf = (kind: MoneyFact['kind'], { reference, amount }: ProviderMovement): MoneyFact => ({
  kind,
  reference,
  amount,
});
