import type { Failure } from '../payment-provider.js';

const failure = (code: string, detail: string): Failure => ({ code, detail });

const DECLINED = failure(
  'declined',
  'The bank declined the payment. Use another card or another way to pay.',
);
const CARD_DATA = failure(
  'incorrect_card_data',
  'A number of the card is not right. Check it and try again.',
);
const NOT_AUTHENTICATED = failure('authentication_failed', 'The bank could not make sure that it was you.');
const TRY_LATER = failure('try_again', 'The bank could not be asked just now. Try again in a moment.');
const LIMIT = failure('limit_exceeded', 'The card has reached its limit. Use another card.');
const NOT_SUPPORTED = failure(
  'not_supported',
  'This card does not take this kind of payment. Use another card.',
);

export const EXPIRED = failure(
  'authorization_expired',
  'The authorization lapsed before the money was captured.',
);
export const VOIDED = failure('authorization_voided', 'The authorization was voided at the provider.');
export const NOT_CHARGEABLE = failure(
  'amount_not_chargeable',
  'This amount cannot be paid this way in this currency.',
);
export const ONE_CAPTURE = failure(
  'capture_must_be_final',
  'Stripe captures an authorization once: capture all of it, or let the rest go with isFinal.',
);
const REFUSED = failure('refused', 'The payment company refused the request.');

/** Stripe has some forty codes. What is missing is `declined`: nobody is told that a card counts as stolen. */
const DECLINES: ReadonlyMap<string, Failure> = new Map<string, Failure>([
  [
    'insufficient_funds',
    failure('insufficient_funds', 'The account has not enough money. Use another card.'),
  ],
  ['expired_card', failure('expired_card', 'The card has expired. Use another card.')],
  ['incorrect_cvc', CARD_DATA],
  ['invalid_cvc', CARD_DATA],
  ['incorrect_number', CARD_DATA],
  ['invalid_number', CARD_DATA],
  ['incorrect_zip', CARD_DATA],
  ['incorrect_pin', CARD_DATA],
  ['invalid_expiry_month', CARD_DATA],
  ['invalid_expiry_year', CARD_DATA],
  ['authentication_required', NOT_AUTHENTICATED],
  ['payment_intent_authentication_failure', NOT_AUTHENTICATED],
  ['processing_error', TRY_LATER],
  ['try_again_later', TRY_LATER],
  ['issuer_not_available', TRY_LATER],
  ['reenter_transaction', TRY_LATER],
  ['approve_with_id', TRY_LATER],
  ['card_velocity_exceeded', LIMIT],
  ['withdrawal_count_limit_exceeded', LIMIT],
  ['card_not_supported', NOT_SUPPORTED],
  ['currency_not_supported', NOT_SUPPORTED],
]);

const REFUSALS: ReadonlyMap<string, Failure> = new Map<string, Failure>([
  ['amount_too_small', failure('amount_too_small', 'The amount is too small to be paid this way.')],
  ['amount_too_large', failure('amount_too_large', 'The amount is too large to be paid this way.')],
  ['charge_already_refunded', failure('already_refunded', 'The charge is refunded already.')],
  ['charge_disputed', failure('disputed', 'The charge is disputed and cannot be refunded.')],
  [
    'balance_insufficient',
    failure('balance_insufficient', 'The balance at Stripe is too low for the refund.'),
  ],
  ['capture_charge_authorization_expired', EXPIRED],
]);

export const declineOf = (error: { readonly code?: string; readonly decline_code?: string }): Failure =>
  DECLINES.get(error.decline_code ?? '') ?? DECLINES.get(error.code ?? '') ?? DECLINED;

export const refusalOf = (code: string | undefined): Failure => REFUSALS.get(code ?? '') ?? REFUSED;
