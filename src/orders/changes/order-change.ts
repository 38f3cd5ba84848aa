import type { CloseReason, Order } from '../entities/order.entity.js';
import type { ActorKind, OrderEventType } from '../entities/order-event.entity.js';
import type { OrderState } from '../order-transitions.js';

/** Who changes an order. */
export interface Actor {
  readonly kind: ActorKind;
  readonly userId?: string;
}

/** The shop itself: payments and scheduled jobs. */
export const SYSTEM: Actor = { kind: 'system' };

/** A step of an order: what happens, who does it, and the axes that it moves. */
export interface OrderChange extends Partial<OrderState> {
  readonly event: OrderEventType;
  readonly actor: Actor;
  readonly note?: string;
  /** Requests that the order is closed. */
  readonly closeReason?: CloseReason;
  /**
   * Extends the hold on stock to this many seconds from now, if less than half of them are left; the total is limited.
   */
  readonly holdSeconds?: number;
  /** Gives the order this many seconds from now to be paid again. */
  readonly payWithinSeconds?: number;
  /** Records the step even if no axis moves: a second parcel is news. */
  readonly isNews?: boolean;
}

type Kept = Pick<
  Order,
  'id' | 'number' | 'customerId' | 'currency' | 'total' | 'canceledAmount' | 'closeReason'
>;

/** An order after a step, with its state before. */
export interface ChangedOrder extends Kept, OrderState {
  /** False when the order already was in this state. */
  readonly isChanged: boolean;
  /** Its hold on stock was extended. */
  readonly isProlonged: boolean;
  readonly before: OrderState;
}
