import type { Totals } from '../cart/index.js';
import { refusal } from '../common/errors/domain-error.js';
import { referenceNotFound } from '../common/errors/reference-not-found.js';
import type { OrderState, OrderStatus } from './order-transitions.js';

export class PriceChanged extends refusal('conflict', 'price_changed', 'The total has changed') {
  constructor(totals: Totals) {
    super('Show the new totals to the shopper, and order again with them.', { totals });
  }
}

/** Each unpaid order holds stock that others would like to buy. */
export class TooManyOpenOrders extends refusal(
  'rate_limited',
  'too_many_open_orders',
  'Too many orders are waiting for payment',
) {
  constructor(retryAfterSeconds: number) {
    super('Pay or cancel one of them, or wait until they expire.', {}, retryAfterSeconds);
  }
}

/** The unpaid orders of this shopper would hold more units than they may together. */
export class TooManyUnitsHeld extends refusal(
  'rate_limited',
  'too_many_units_held',
  'Unpaid orders hold too many units',
) {
  constructor(retryAfterSeconds: number) {
    super('Pay or cancel one of them, order fewer units, or wait until they expire.', {}, retryAfterSeconds);
  }
}

export class CartNotFound extends referenceNotFound('cart') {}

export class OrderItemNotFound extends referenceNotFound('order item') {}

export class OrderNotPayable extends refusal(
  'conflict',
  'order_not_payable',
  'The order cannot be paid now',
) {
  constructor(orderStatus: OrderStatus) {
    super('Only an order that is waiting for payment can be paid or reopened.', { orderStatus });
  }
}

/** Money may still come: no other payment or change may start before this payment has ended. */
export class PaymentInProgress extends refusal(
  'conflict',
  'payment_in_progress',
  'A payment for this order is under way',
) {
  constructor() {
    super('Wait until the payment that is under way has ended, or cancel it first.', {}, 2);
  }
}

export class OrderNotFulfillable extends refusal(
  'conflict',
  'order_not_fulfillable',
  'The order cannot be fulfilled now',
) {}

export interface ExcessUnits {
  readonly itemId: string;
  readonly requested: number;
  readonly remaining: number;
}

export class FulfillmentExceedsOrdered extends refusal(
  'conflict',
  'fulfillment_exceeds_ordered',
  'The quantity is more than is left to send',
) {
  constructor(items: readonly ExcessUnits[]) {
    super('Send at most what was ordered and is neither sent nor canceled.', { items });
  }
}

export class CancellationExceedsOpen extends refusal(
  'conflict',
  'cancellation_exceeds_open',
  'The quantity is more than is left to cancel',
) {
  constructor(items: readonly ExcessUnits[]) {
    super('Cancel at most what is neither sent nor canceled.', { items });
  }
}

/** Goods were sent, so the shopper needs a return; staff may still cancel items that were not sent. */
export class OrderNotCancelable extends refusal(
  'conflict',
  'order_not_cancelable',
  'The order can no longer be canceled',
) {
  constructor({ status, fulfillmentStatus }: Pick<OrderState, 'status' | 'fulfillmentStatus'>) {
    super(
      'An open order can be canceled until goods are sent; staff can still cancel items that were not sent.',
      {
        orderStatus: status,
        fulfillmentStatus,
      },
    );
  }
}
