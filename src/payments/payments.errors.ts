import { mapConstraint } from '../common/errors/constraints.js';
import { refusal } from '../common/errors/domain-error.js';
import { referenceNotFound } from '../common/errors/reference-not-found.js';
import type { Money } from '../common/money/money.js';
import { PaymentInProgress } from '../orders/index.js';
import type { UnwindReason } from './entities/payment.entity.js';

export class AmountExceedsRemaining extends refusal(
  'unprocessable',
  'amount_exceeds_remaining',
  'The amount is more than what remains',
) {
  constructor(remaining: Money) {
    super('Ask for at most what remains.', { remaining });
  }
}

/** The order was canceled or paid otherwise, or staff rejected the payment. */
export class PaymentGoesBack extends refusal(
  'conflict',
  'payment_goes_back',
  'The money of this payment goes back',
) {
  constructor(reason: UnwindReason) {
    super('`reason` says why the shop returns the money of this payment and takes no more.', { reason });
  }
}

export class CurrencyMismatch extends refusal(
  'unprocessable',
  'currency_mismatch',
  'The amount is in another currency',
) {
  constructor(currency: string) {
    super(`This payment is in ${currency}.`, { currency });
  }
}

export class RefundNotRefused extends refusal(
  'conflict',
  'refund_not_refused',
  'The refund needs no decision',
) {
  constructor() {
    super('Staff decide once on each refund that the shop owes and the provider refused.');
  }
}

export class ReviewNotPossible extends refusal(
  'conflict',
  'review_not_possible',
  'This decision does not fit the payment',
) {
  constructor(detail: string, shown?: Money) {
    super(detail, { shown: shown ?? null });
  }
}

export class ProviderNotFound extends referenceNotFound('provider') {}

export class PaymentMethodNotFound extends referenceNotFound('payment method') {}

export class InvalidWebhook extends refusal('invalid', 'invalid_webhook', 'The webhook is not authentic') {
  constructor() {
    super('The signature does not match the body, or is too old.');
  }
}

// It must end before the next attempt may take money.
mapConstraint('payments_one_active_per_order', () => new PaymentInProgress());
