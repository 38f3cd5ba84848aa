/**
 * Where an attempt to collect money stands. `sending` is ours alone: the provider has been asked, and its
 * answer is not written down yet; everyone else sees `processing`.
 */
export type PaymentStatus =
  | 'sending'
  | 'requires_action'
  | 'processing'
  | 'unknown'
  | 'authorized'
  | 'succeeded'
  | 'failed'
  | 'canceled'
  | 'review';

/**
 * Monotone: news may arrive late, twice and in any order, and what is older than what we know changes
 * nothing. `failed` and `canceled` still hear of money that was taken after all; `review` ends when a person
 * has sent it back, or has decided on it: see DECIDED.
 */
export const PAYMENT_TRANSITIONS: Readonly<Record<PaymentStatus, readonly PaymentStatus[]>> = {
  sending: [
    'requires_action',
    'processing',
    'unknown',
    'authorized',
    'succeeded',
    'failed',
    'canceled',
    'review',
  ],
  unknown: ['requires_action', 'processing', 'authorized', 'succeeded', 'failed', 'canceled', 'review'],
  requires_action: ['processing', 'unknown', 'authorized', 'succeeded', 'failed', 'canceled', 'review'],
  processing: ['authorized', 'succeeded', 'failed', 'canceled', 'review'],
  authorized: ['succeeded', 'canceled'],
  succeeded: [],
  failed: ['authorized', 'succeeded', 'review'],
  canceled: ['authorized', 'succeeded', 'review'],
  review: ['canceled'],
};

/** Where a payment under review stands once a person has decided on it: where the provider's charge does. */
export const DECIDED: ReadonlySet<PaymentStatus> = new Set([
  'requires_action',
  'processing',
  'authorized',
  'succeeded',
  'failed',
  'canceled',
]);

/** Attempts that may still take money without anyone doing more: an order has at most one. */
export const ACTIVE: ReadonlySet<PaymentStatus> = new Set([
  'sending',
  'requires_action',
  'processing',
  'unknown',
]);

/** The shop may count on the money. */
export const SECURED: ReadonlySet<PaymentStatus> = new Set(['authorized', 'succeeded']);

export const canBecome = (from: PaymentStatus, to: PaymentStatus): boolean =>
  PAYMENT_TRANSITIONS[from].includes(to);
