/** Three separate axes: the deal, the money, the goods. */
export interface OrderState {
  readonly status: OrderStatus;
  readonly paymentStatus: OrderPaymentStatus;
  readonly fulfillmentStatus: FulfillmentStatus;
}

export const ORDER_STATUSES = ['pending_payment', 'placed', 'completed', 'canceled', 'expired'] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

export const ORDER_PAYMENT_STATUSES = [
  'none',
  'processing',
  'unknown',
  'authorized',
  'partially_paid',
  'paid',
  'partially_refunded',
  'refunded',
  'review',
  'failed',
] as const;
export type OrderPaymentStatus = (typeof ORDER_PAYMENT_STATUSES)[number];

export const FULFILLMENT_STATUSES = ['unfulfilled', 'partially_fulfilled', 'fulfilled', 'returned'] as const;
export type FulfillmentStatus = (typeof FULFILLMENT_STATUSES)[number];

type Transitions<S extends string> = Readonly<Record<S, readonly S[]>>;

interface OrderTransitions {
  readonly status: Transitions<OrderStatus>;
  readonly paymentStatus: Transitions<OrderPaymentStatus>;
  readonly fulfillmentStatus: Transitions<FulfillmentStatus>;
}

/** Staying in a state is no step, and always allowed. */
export const ORDER_TRANSITIONS: OrderTransitions = {
  status: {
    pending_payment: ['placed', 'canceled', 'expired'],
    placed: ['completed', 'canceled'],
    completed: [],
    canceled: [],
    expired: [],
  },
  paymentStatus: {
    none: ['processing', 'unknown', 'authorized', 'partially_paid', 'paid', 'review', 'failed'],
    processing: ['none', 'unknown', 'authorized', 'partially_paid', 'paid', 'review', 'failed'],
    unknown: ['none', 'processing', 'authorized', 'partially_paid', 'paid', 'review', 'failed'],
    // A decline ends the attempt, not the order: the shopper may try another card.
    failed: ['none', 'processing', 'unknown', 'authorized', 'partially_paid', 'paid', 'review'],
    // After a void the money was never taken.
    authorized: ['none', 'partially_paid', 'paid', 'partially_refunded', 'refunded', 'review', 'failed'],
    // Less was taken than authorized, and the rest released; a pending capture may add to it.
    partially_paid: ['paid', 'partially_refunded', 'refunded', 'review'],
    paid: ['partially_refunded', 'refunded', 'review'],
    // A refund that fails later at the provider returns the money to the shop.
    partially_refunded: ['partially_paid', 'paid', 'refunded', 'review'],
    refunded: ['partially_paid', 'paid', 'partially_refunded', 'review'],
    review: [
      'none',
      'processing',
      'unknown',
      'authorized',
      'partially_paid',
      'paid',
      'partially_refunded',
      'refunded',
      'failed',
    ],
  },
  fulfillmentStatus: {
    unfulfilled: ['partially_fulfilled', 'fulfilled'],
    partially_fulfilled: ['fulfilled', 'returned'],
    fulfilled: ['returned'],
    returned: [],
  },
};

export type Axis = keyof OrderTransitions;

export const AXES = Object.keys(ORDER_TRANSITIONS) as readonly Axis[];

/** The condition of a guarded UPDATE; includes the state itself. */
export function sourcesOf<A extends Axis>(axis: A, to: OrderState[A]): readonly string[] {
  const table: Readonly<Record<string, readonly string[]>> = ORDER_TRANSITIONS[axis];
  return Object.keys(table).filter((from) => from === to || table[from]!.includes(to));
}

export const isPaymentUnderWay = (status: OrderPaymentStatus): boolean =>
  status === 'processing' || status === 'unknown' || status === 'review';

/** The money has come at some time, even if it went back: the order asks for no more. */
export const wasPaid = (status: OrderPaymentStatus): boolean => isSecured(status) || status === 'refunded';

/** A payment is still to come: the first, or another one after an authorization was lost. */
export const awaitsPayment = ({ status, paymentStatus }: OrderState): boolean =>
  status === 'pending_payment' || (status === 'placed' && !wasPaid(paymentStatus));

/** The money is paid or authorized: goods may be sent. */
export const isSecured = (status: OrderPaymentStatus): boolean =>
  status === 'authorized' || isSettled(status);

/** The money is paid, and at least a part of it stays. */
export const isSettled = (status: OrderPaymentStatus): boolean =>
  status === 'partially_paid' || status === 'paid' || status === 'partially_refunded';
