import { failure, type FailureCode } from '../failures.js';
import type { Failure } from '../payment-provider.js';

/** Stripe has some forty codes. What is missing is `declined`: nobody is told that a card counts as stolen. */
const DECLINES: ReadonlyMap<string, FailureCode> = new Map<string, FailureCode>([
  ['insufficient_funds', 'insufficient_funds'],
  ['expired_card', 'expired_card'],
  ['incorrect_cvc', 'incorrect_card_data'],
  ['invalid_cvc', 'incorrect_card_data'],
  ['incorrect_number', 'incorrect_card_data'],
  ['invalid_number', 'incorrect_card_data'],
  ['incorrect_zip', 'incorrect_card_data'],
  ['incorrect_pin', 'incorrect_card_data'],
  ['invalid_expiry_month', 'incorrect_card_data'],
  ['invalid_expiry_year', 'incorrect_card_data'],
  ['authentication_required', 'authentication_failed'],
  ['payment_intent_authentication_failure', 'authentication_failed'],
  ['processing_error', 'try_again'],
  ['try_again_later', 'try_again'],
  ['issuer_not_available', 'try_again'],
  ['reenter_transaction', 'try_again'],
  ['approve_with_id', 'try_again'],
  ['card_velocity_exceeded', 'limit_exceeded'],
  ['withdrawal_count_limit_exceeded', 'limit_exceeded'],
  ['card_not_supported', 'not_supported'],
  ['currency_not_supported', 'not_supported'],
]);

const REFUSALS: ReadonlyMap<string, FailureCode> = new Map<string, FailureCode>([
  ['amount_too_small', 'amount_too_small'],
  ['amount_too_large', 'amount_too_large'],
  ['charge_already_refunded', 'already_refunded'],
  ['charge_disputed', 'disputed'],
  ['balance_insufficient', 'balance_insufficient'],
  ['capture_charge_authorization_expired', 'authorization_expired'],
]);

export const declineOf = (error: { readonly code?: string; readonly decline_code?: string }): Failure =>
  failure(DECLINES.get(error.decline_code ?? '') ?? DECLINES.get(error.code ?? '') ?? 'declined');

export const refusalOf = (code: string | undefined): Failure =>
  failure(REFUSALS.get(code ?? '') ?? 'refused');
