import type { CloseReason, Order } from '../entities/order.entity.js';
import type { ActorKind, OrderEventType } from '../entities/order-event.entity.js';
import type { OrderState } from '../order-transitions.js';

/** Who changes an order. */
export interface Actor {
  readonly kind: ActorKind;
  readonly userId?: string;
}

/** The shop itself: payments, clocks. */
export const SYSTEM: Actor = { kind: 'system' };

/** A step of an order: what happens, who does it, and the axes that it moves. */
export interface OrderChange extends Partial<OrderState> {
  readonly event: OrderEventType;
  readonly actor: Actor;
  readonly note?: string;
  /** Asks for the order to be closed. */
  readonly closeReason?: CloseReason;
  /** Prolongs the hold on stock to so many seconds from now, once less than half of them are left; not for ever. */
  readonly holdSeconds?: number;
  /** The order has so many seconds from now to be paid once more. */
  readonly payWithinSeconds?: number;
  /** Writes the step down even when every axis stays: a second parcel is news. */
  readonly isNews?: boolean;
}

type Kept = Pick<
  Order,
  'id' | 'number' | 'customerId' | 'currency' | 'total' | 'canceledAmount' | 'closeReason'
>;

/** An order after a step, and where it stood before. */
export interface ChangedOrder extends Kept, OrderState {
  /** False when it stood there already. */
  readonly isChanged: boolean;
  /** Its hold on stock was prolonged. */
  readonly isProlonged: boolean;
  readonly before: OrderState;
}
