import type { SecuredAs } from '../../orders/index.js';
import type { MoneyFact } from './money-records.repository.js';
import { ACTIVE, canBecome, DECIDED, type PaymentStatus, SECURED } from '../payment-status.js';
import type { Payment } from '../entities/payment.entity.js';
import type { Failure, ProviderCharge, ProviderMovement } from '../providers/payment-provider.js';

/** What was learned about a payment. */
export type PaymentNews =
  /** The provider shows the charge as it stands. */
  | { readonly kind: 'charge'; readonly charge: ProviderCharge }
  /** A person has looked at the charge under review, and takes it as it stands. */
  | { readonly kind: 'confirmed'; readonly charge: ProviderCharge }
  /** The provider did nothing of what it was asked, for good. */
  | { readonly kind: 'refused'; readonly failure: Failure }
  /** The provider was asked, and nobody knows what it did. */
  | { readonly kind: 'unknown' }
  /** What the provider says does not fit what we asked for: a person has to look. */
  | { readonly kind: 'doubtful'; readonly failure: Failure };

const STATUS_OF_NEWS = { refused: 'failed', unknown: 'unknown', doubtful: 'review' } as const;

/** How an order shows the money of one payment that was secured. */
export type SecuredMoney = SecuredAs | 'partially_refunded' | 'refunded' | 'none';

/** Whether the provider speaks of another sum, or of another charge, than we asked for. */
export const isMismatch = (payment: Payment, charge: ProviderCharge): boolean =>
  charge.amount.amount !== payment.expectedAmount || isForeign(payment, charge);

/** Whether the provider speaks of another charge than we asked for, or of other money. */
export function isForeign(payment: Payment, charge: ProviderCharge): boolean {
  const { providerReference } = payment;
  return (
    charge.amount.currency !== payment.currency ||
    (charge.key !== undefined && charge.key !== payment.id) ||
    (providerReference !== null && providerReference !== charge.reference)
  );
}

/** Whether it is for a person to say what the charge is. `isDecided`: about its sum one has. */
export const isInDoubt = (payment: Payment, charge: ProviderCharge, isDecided: boolean): boolean =>
  isDecided ? isForeign(payment, charge) : isMismatch(payment, charge);

/** Whether the provider may still take or holds money of the charge, or has some that was not given back. */
export function keepsMoney({ status, captures, refunds }: ProviderCharge): boolean {
  return ACTIVE.has(status) || status === 'authorized' || sumOf(done(captures)) > sumOf(done(refunds));
}

/**
 * Where the payment stands once this is known. What is older than what we know changes nothing. `isDecided`: a person
 * has taken it out of review.
 */
export function statusAfter(payment: Payment, told: PaymentStatus, isDecided = false): PaymentStatus {
  if (isDecided && payment.status === 'review') return DECIDED.has(told) ? told : payment.status;
  const { status, authorizedAmount, capturedAmount, refundedAmount } = payment;
  // What was let go or has gone back does not come back: this was said before it went.
  if (status === 'canceled' && authorizedAmount > 0 && capturedAmount === refundedAmount) return status;
  return canBecome(status, told) ? told : status;
}

type Word = Exclude<PaymentNews, { charge: unknown }>;

/** Takes news that says nothing of the charge itself. */
export function takeWord(payment: Payment, news: Word): void {
  // A charge that is gone, or was never made, keeps nothing of what was rejected.
  const isOver = payment.isRejected && news.kind !== 'unknown';
  const status = isOver ? 'canceled' : statusAfter(payment, STATUS_OF_NEWS[news.kind]);
  if (status === payment.status) return;
  payment.status = status;
  takeFailure(payment, news.kind === 'unknown' ? undefined : news.failure);
}

/** A person has decided: the charge's sum is the payment's from now on, though the order's stays what it is. */
export function acceptAmount(payment: Payment, { amount }: ProviderCharge): void {
  if (amount.amount !== payment.expectedAmount) payment.acceptedAmount = amount.amount;
}

/**
 * Takes the charge as the provider shows it; `fresh` is what it did since we last looked. `isDecided`: a person has
 * taken it out of review.
 */
export function takeCharge(
  payment: Payment,
  charge: ProviderCharge,
  fresh: readonly MoneyFact[],
  isDecided = false,
): void {
  payment.capturedAmount += sumOf(fresh.filter(({ kind }) => kind === 'capture'));
  payment.refundedAmount += sumOf(fresh.filter(({ kind }) => kind === 'refund'));
  const status = statusAfter(payment, charge.status, isDecided);
  if (status !== payment.status) takeFailure(payment, charge.failure);
  payment.status = status;
  payment.providerReference = charge.reference;
  payment.nextAction = status === 'requires_action' ? (charge.nextAction ?? null) : null;
  const held = SECURED.has(status) ? payment.expectedAmount : payment.capturedAmount;
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
  if (capturedAmount === 0) return 'none';
  return capturedAmount < payment.due ? 'partially_paid' : 'paid';
}

/** How the order shows a payment that has just been secured. */
export function securedAs(payment: Payment): SecuredAs {
  if (payment.status === 'authorized') return 'authorized';
  const isPartial = payment.capturedAmount > 0 && payment.capturedAmount < payment.due;
  return isPartial ? 'partially_paid' : 'paid';
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
    payment.status === 'authorized' &&
    payment.unwindReason === null &&
    !payment.hasOpenOperations &&
    !isOverpaid(payment);
  if (isMerelyHeld) return HOLD_WAIT_SECONDS;
  const first = firstWait(payment);
  return first === null ? null : Math.min(LONGEST_WAIT_SECONDS, first * 2 ** Math.min(payment.checks, 10));
}

function firstWait(payment: Payment): number | null {
  if (payment.status === 'unknown') return 2;
  if (payment.hasOpenOperations || payment.isRejected) return 5;
  if (ACTIVE.has(payment.status)) return 60;
  if (payment.unwindReason === null && isOverpaid(payment)) return 5;
  const isHeld = payment.status === 'authorized' || payment.refundable > 0;
  return payment.unwindReason !== null && isHeld ? 5 : null;
}

/** More is held or was taken than is due, since items were canceled. */
const isOverpaid = (payment: Payment): boolean => payment.owed > 0 || payment.isHeldInVain;

const done = (movements: readonly ProviderMovement[]): ProviderMovement[] =>
  movements.filter((movement) => movement.status === 'succeeded');

const sumOf = (movements: readonly { amount: number }[]): number =>
  movements.reduce((all, movement) => all + movement.amount, 0);

const factOf = (kind: MoneyFact['kind'], { reference, amount }: ProviderMovement): MoneyFact => ({
  kind,
  reference,
  amount,
});
