import type { GatewayBooks } from '../gateway.js';
import {
  type Charge,
  type Intent,
  invalid,
  type LastError,
  missing,
  newCharge,
  newId,
  newIntent,
  now,
  type Refund,
} from './stripe-objects.js';

export type Announce = (type: string, object: Intent | Charge | Refund) => void;

/** Smallest charges that the double takes, in Stripe's units, as Stripe has one for each currency. */
const SMALLEST = 50;
const LARGEST = 99_999_999;

/** What Stripe knows and does, without its protocol. */
export class StripeAccount {
  readonly intents = new Map<string, Intent>();
  readonly charges = new Map<string, Charge>();
  readonly refunds = new Map<string, Refund>();
  readonly balanceTransactions = new Map<string, object>();
  /** Whether refunds stay pending until they are ended by `endRefund`. */
  areRefundsSlow = false;

  constructor(
    private readonly books: GatewayBooks,
    private readonly announce: Announce,
  ) {}

  create(fields: Parameters<typeof newIntent>[0]): Intent {
    const { amount, currency } = fields;
    if (!Number.isInteger(amount) || amount < 1)
      throw invalid('parameter_invalid_integer', 'Invalid integer', 'amount');
    if (['isk', 'ugx'].includes(currency) && amount % 100 !== 0)
      throw invalid('invalid_charge_amount_no_decimal_compatible', 'Must be a multiple of 100', 'amount');
    if (['bhd', 'jod', 'kwd', 'omr', 'tnd'].includes(currency) && amount % 10 !== 0)
      throw invalid('parameter_invalid_integer', 'The last digit must be 0', 'amount');
    if (amount < SMALLEST)
      throw invalid('amount_too_small', 'Amount must convert to at least 50 cents.', 'amount');
    if (amount > LARGEST)
      throw invalid('amount_too_large', 'Amount must be no more than $999,999.99', 'amount');
    const intent = newIntent(fields);
    this.intents.set(intent.id, intent);
    this.announce('payment_intent.created', intent);
    return intent;
  }

  intent(id: string): Intent {
    const found = this.intents.get(id);
    if (!found) throw missing(id);
    return found;
  }

  chargeOf(intent: Intent): Charge | undefined {
    return this.charges.get(intent.latest_charge ?? '');
  }

  /** The bank says yes. */
  accept(intent: Intent): void {
    const charge = newCharge(intent, 'succeeded');
    this.charges.set(charge.id, charge);
    Object.assign(intent, { latest_charge: charge.id, last_payment_error: null, next_action: null });
    if (intent.capture_method === 'automatic') return this.take(intent, charge, intent.amount);
    Object.assign(intent, { status: 'requires_capture', amount_capturable: intent.amount });
    this.announce('payment_intent.amount_capturable_updated', intent);
  }

  /** The bank says no: the intent stays open for another card. */
  decline(intent: Intent, error: LastError): void {
    const charge = newCharge(intent, 'failed');
    this.charges.set(charge.id, charge);
    Object.assign(intent, {
      latest_charge: charge.id,
      last_payment_error: error,
      next_action: null,
      status: 'requires_payment_method',
    });
    this.announce('payment_intent.payment_failed', intent);
  }

  capture(id: string, amount: number | undefined, metadata: Record<string, string>): Intent {
    const intent = this.intent(id);
    const charge = this.chargeOf(intent);
    if (intent.status !== 'requires_capture' || !charge) throw this.unexpected(intent);
    const captured = amount ?? intent.amount_capturable;
    if (captured > intent.amount_capturable) throw invalid('amount_too_large', 'More than is capturable');
    Object.assign(intent.metadata, metadata);
    this.take(intent, charge, captured);
    return intent;
  }

  cancel(id: string, reason: string | undefined): Intent {
    const intent = this.intent(id);
    if (['succeeded', 'canceled', 'processing'].includes(intent.status)) throw this.unexpected(intent);
    Object.assign(intent, {
      status: 'canceled',
      canceled_at: now(),
      cancellation_reason: reason ?? null,
      amount_capturable: 0,
      next_action: null,
    });
    this.announce('payment_intent.canceled', intent);
    return intent;
  }

  refund(id: string, amount: number | undefined, metadata: Record<string, string>): Refund {
    const intent = this.intent(id);
    const charge = this.chargeOf(intent);
    if (!charge?.captured) throw invalid('charge_not_captured', 'Nothing was captured');
    const left = charge.amount_captured - charge.amount_refunded;
    if (left === 0) throw invalid('charge_already_refunded', 'Already refunded');
    const asked = amount ?? left;
    if (asked > left)
      throw invalid('amount_too_large', 'Refund amount is greater than what is left', 'amount');
    const refund: Refund = {
      id: newId('re'),
      object: 'refund',
      amount: asked,
      balance_transaction: null,
      charge: charge.id,
      created: now(),
      currency: charge.currency,
      metadata,
      payment_intent: id,
      reason: null,
      status: 'pending',
    };
    this.refunds.set(refund.id, refund);
    charge.amount_refunded += asked;
    charge.refunded = charge.amount_refunded === charge.amount_captured;
    this.announce('refund.created', refund);
    if (!this.areRefundsSlow) this.endRefund(refund.id, true);
    return refund;
  }

  /** A pending refund succeeds or fails; a failed one gives the money back to the shop. */
  endRefund(id: string, isDone: boolean): void {
    const refund = this.refunds.get(id);
    const charge = this.charges.get(refund?.charge ?? '');
    if (refund?.status !== 'pending' || !charge) throw new Error(`${id} is no pending refund`);
    refund.status = isDone ? 'succeeded' : 'failed';
    if (isDone)
      refund.balance_transaction = this.move(
        refund.payment_intent,
        'refund',
        -refund.amount,
        refund.currency,
      );
    else {
      refund.failure_reason = 'lost_or_stolen_card';
      charge.amount_refunded -= refund.amount;
      charge.refunded = false;
    }
    this.announce(isDone ? 'charge.refund.updated' : 'refund.failed', refund);
    if (isDone) this.announce('charge.refunded', charge);
  }

  private take(intent: Intent, charge: Charge, amount: number): void {
    Object.assign(intent, { status: 'succeeded', amount_received: amount, amount_capturable: 0 });
    Object.assign(charge, { captured: true, amount_captured: amount });
    charge.balance_transaction = this.move(intent.id, 'capture', amount, intent.currency);
    this.announce('payment_intent.succeeded', intent);
    this.announce('charge.captured', charge);
  }

  /** Gives the id of its balance transaction. Captures cost 2.9 % and 30. */
  private move(charge: string, kind: 'capture' | 'refund', amount: number, currency: string): string {
    const fee = kind === 'capture' ? Math.round(amount * 0.029) + 30 : 0;
    this.books.enter({ charge, kind, currency, amount, fee });
    const id = newId('txn');
    this.balanceTransactions.set(id, {
      id,
      object: 'balance_transaction',
      amount,
      available_on: now(),
      created: now(),
      currency,
      fee,
      fee_details:
        fee === 0
          ? []
          : [{ amount: fee, application: null, currency, description: null, type: 'stripe_fee' }],
      net: amount - fee,
      reporting_category: kind === 'capture' ? 'charge' : 'refund',
      status: 'pending',
      type: kind === 'capture' ? 'charge' : 'refund',
    });
    return id;
  }

  private unexpected({ status }: Intent) {
    return invalid('payment_intent_unexpected_state', `This PaymentIntent has a status of ${status}.`);
  }
}
