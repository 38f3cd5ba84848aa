import type { Failure } from './payment-provider.js';

/** What buyers and staff are told, whichever provider refused: each adapter maps its own codes to these. */
const DETAILS = {
  declined: 'The payment was declined. Use another card or another way to pay.',
  insufficient_funds: 'The account has not enough money. Use another card.',
  expired_card: 'The card has expired. Use another card.',
  incorrect_card_data: 'A number of the card is not right. Check it and try again.',
  authentication_failed: 'The bank could not make sure that it was you.',
  try_again: 'The bank could not be asked just now. Try again in a moment.',
  limit_exceeded: 'The card has reached its limit. Use another card.',
  not_supported: 'This card does not take this kind of payment. Use another card.',
  too_many_attempts: 'The payment was declined too often. Start another payment.',
  payer_restricted: 'The account that was to pay cannot be used for this payment.',
  payment_expired: 'The payment was not completed in time.',
  currency_not_supported: 'This way to pay does not take the currency of the order.',
  amount_not_chargeable: 'This amount cannot be paid this way in this currency.',
  amount_too_small: 'The amount is too small to be paid this way.',
  amount_too_large: 'The amount is too large to be paid this way, or more than what is left.',
  authorization_expired: 'The authorization lapsed before the money was captured.',
  authorization_voided: 'The authorization was voided at the provider.',
  capture_must_be_final:
    'This authorization is captured once: capture all of it, or let the rest go with isFinal.',
  already_refunded: 'The charge is refunded already.',
  not_refundable: 'The provider no longer refunds this payment.',
  disputed: 'The charge is disputed and cannot be refunded.',
  balance_insufficient: 'The balance at the provider is too low for the refund.',
  not_received: 'The provider has no record of this payment.',
  not_permitted: 'The account of the shop may not do this at the provider.',
  refused: 'The provider refused the request.',
} as const;

export type FailureCode = keyof typeof DETAILS;

export const failure = (code: FailureCode): Failure => ({ code, detail: DETAILS[code] });
