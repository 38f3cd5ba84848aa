/**
 * Status of an attempt to collect money. `sending` is internal: the provider was asked, and its answer is not recorded
 * yet. Others see `processing`.
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
 * News may arrive late, twice and in any order, so old news must change nothing. `failed` and `canceled` still accept
 * money that came after all. A review ends when a person has returned the money or has decided: see DECIDED.
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

/** Where a review may end: at the status of the provider's charge. */
export const DECIDED: ReadonlySet<PaymentStatus> = new Set([
  'requires_action',
  'processing',
  'authorized',
  'succeeded',
  'failed',
  'canceled',
]);

/** Attempts that may still take money by themselves. An order has at most one. */
export const ACTIVE: ReadonlySet<PaymentStatus> = new Set([
  'sending',
  'requires_action',
  'processing',
  'unknown',
]);

/** The shop can count on the money. */
export const SECURED: ReadonlySet<PaymentStatus> = new Set(['authorized', 'succeeded']);

export const canBecome = (from: PaymentStatus, to: PaymentStatus): boolean =>
  PAYMENT_TRANSITIONS[from].includes(to);
