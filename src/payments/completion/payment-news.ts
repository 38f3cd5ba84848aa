import type { SecuredAs } from '../../orders/index.js';
import type { MoneyFact } from './money-records.repository.js';
import { ACTIVE, canBecome, DECIDED, type PaymentStatus, SECURED } from '../payment-status.js';
import type { Payment } from '../entities/payment.entity.js';
import type { Failure, ProviderCharge, ProviderMovement } from '../providers/payment-provider.js';

export type PaymentNews =
  | { readonly kind: 'charge'; readonly charge: ProviderCharge }
  /** A person has reviewed the charge and accepts it. */
  | { readonly kind: 'confirmed'; readonly charge: ProviderCharge }
  /** The provider refused, and did nothing. */
  | { readonly kind: 'refused'; readonly failure: Failure }
  /** The provider was asked, and its answer was lost. */
  | { readonly kind: 'unknown' }
  /** The provider's answer does not match what we asked for; a person has to look. */
  | { readonly kind: 'doubtful'; readonly failure: Failure };

const STATUS_OF_NEWS = { refused: 'failed', unknown: 'unknown', doubtful: 'review' } as const;

export type SecuredMoney = SecuredAs | 'partially_refunded' | 'refunded' | 'none';

export const isMismatch = (payment: Payment, charge: ProviderCharge): boolean =>
  charge.amount.amount !== payment.expectedAmount || isForeign(payment, charge);

export function isForeign(payment: Payment, charge: ProviderCharge): boolean {
  const { providerReference } = payment;
  return (
    charge.amount.currency !== payment.currency ||
    (charge.key !== undefined && charge.key !== payment.id) ||
    (providerReference !== null && providerReference !== charge.reference)
  );
}

/** `isDecided`: a person has accepted its amount. */
export const isInDoubt = (payment: Payment, charge: ProviderCharge, isDecided: boolean): boolean =>
  isDecided ? isForeign(payment, charge) : isMismatch(payment, charge);

/** The provider may still take money, holds some, or has some that was not refunded. */
export function keepsMoney({ status, captures, refunds }: ProviderCharge): boolean {
  return ACTIVE.has(status) || status === 'authorized' || sumOf(done(captures)) > sumOf(done(refunds));
}

/** Older news changes nothing. `isDecided`: a person has ended the review. */
export function statusAfter(payment: Payment, told: PaymentStatus, isDecided = false): PaymentStatus {
  if (isDecided && payment.status === 'review') return DECIDED.has(told) ? told : payment.status;
  const { status, authorizedAmount, capturedAmount, refundedAmount } = payment;
  // Released or refunded money does not come back, so this news is older.
  if (status === 'canceled' && authorizedAmount > 0 && capturedAmount === refundedAmount) return status;
  return canBecome(status, told) ? told : status;
}

type Word = Exclude<PaymentNews, { charge: unknown }>;

/** Applies news that does not show the charge. */
export function takeWord(payment: Payment, news: Word): void {
  // A charge that is gone or was never made keeps no money, so the rejection is complete.
  const isOver = payment.isRejected && news.kind !== 'unknown';
  const status = isOver ? 'canceled' : statusAfter(payment, STATUS_OF_NEWS[news.kind]);
  if (status === payment.status) return;
  payment.status = status;
  takeFailure(payment, news.kind === 'unknown' ? undefined : news.failure);
}

/** The order's amount stays. */
export function acceptAmount(payment: Payment, { amount }: ProviderCharge): void {
  if (amount.amount !== payment.expectedAmount) payment.acceptedAmount = amount.amount;
}

/** `fresh`: what the provider did since the last look. `isDecided`: a person has ended the review. */
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
  // All money of a payment under review was refunded: nothing is left to decide.
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

/** Money in doubt is not shown. */
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

export function securedAs(payment: Payment): SecuredAs {
  if (payment.status === 'authorized') return 'authorized';
  const isPartial = payment.capturedAmount > 0 && payment.capturedAmount < payment.due;
  return isPartial ? 'partially_paid' : 'paid';
}

const LONGEST_WAIT_SECONDS = 900;

/** Authorizations lapse after days: an hourly look is soon enough when the webhook is lost. */
const HOLD_WAIT_SECONDS = 3600;

/** Null when nothing is left to ask. Each wait doubles the one before; held money is checked hourly. */
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

/** Items were canceled, so more was held or captured than is due. */
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
