import type { CloseReason, Order } from '../entities/order.entity.js';
import type { ActorKind, OrderEventType } from '../entities/order-event.entity.js';
import type { OrderState } from '../order-transitions.js';

export interface Actor {
  readonly kind: ActorKind;
  readonly userId?: string;
}

/** The shop itself: payments and scheduled jobs. */
export const SYSTEM: Actor = { kind: 'system' };

export interface OrderChange extends Partial<OrderState> {
  readonly event: OrderEventType;
  readonly actor: Actor;
  readonly note?: string;
  readonly closeReason?: CloseReason;
  /** Holds stock for these seconds from now, if less than half are left; the total is limited. */
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

export interface ChangedOrder extends Kept, OrderState {
  readonly isChanged: boolean;
  readonly isProlonged: boolean;
  readonly before: OrderState;
}
