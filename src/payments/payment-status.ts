export const SHOWN_STATUSES = [
  'requires_action',
  'processing',
  'unknown',
  'authorized',
  'succeeded',
  'failed',
  'canceled',
  'review',
] as const;
export type ShownStatus = (typeof SHOWN_STATUSES)[number];

/** `sending` is internal: the provider's answer is not recorded yet. Others see `processing`. */
export type PaymentStatus = 'sending' | ShownStatus;

/** Old news must change nothing. `failed` and `canceled` still accept money that came after all. */
export const PAYMENT_TRANSITIONS: Readonly<Record<PaymentStatus, readonly PaymentStatus[]>> = {
  sending: SHOWN_STATUSES,
  unknown: ['requires_action', 'processing', 'authorized', 'succeeded', 'failed', 'canceled', 'review'],
  requires_action: ['processing', 'unknown', 'authorized', 'succeeded', 'failed', 'canceled', 'review'],
  // A slow way of paying may fail and leave the buyer to choose another.
  processing: ['requires_action', 'authorized', 'succeeded', 'failed', 'canceled', 'review'],
  authorized: ['succeeded', 'canceled'],
  succeeded: [],
  failed: ['authorized', 'succeeded', 'review'],
  canceled: ['authorized', 'succeeded', 'review'],
  review: ['canceled'],
};

/** Where a review may end. */
export const DECIDED: ReadonlySet<PaymentStatus> = new Set([
  'requires_action',
  'processing',
  'authorized',
  'succeeded',
  'failed',
  'canceled',
]);

/** Attempts that may still take money by themselves; an order has at most one. */
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
