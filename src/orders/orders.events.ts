import { DomainEvent } from '../common/events/domain-event.js';
import type { Money } from '../common/money/money.js';
import type { CloseReason } from './entities/order.entity.js';
import type { OrderPaymentStatus } from './order-transitions.js';

abstract class OrderFact extends DomainEvent {
  abstract readonly orderId: string;

  get aggregateId(): string {
    return this.orderId;
  }
}

/** A cart became an order, which waits for its payment and holds its stock. */
export class OrderCreated extends OrderFact {
  static override readonly type = 'orders.order_created';

  constructor(
    readonly orderId: string,
    readonly number: string,
    readonly customerId: string | null,
    readonly total: Money,
  ) {
    super();
  }
}

/** The money is paid or authorized: the deal stands. Announced once for each order. */
export class OrderPlaced extends OrderFact {
  static override readonly type = 'orders.order_placed';

  constructor(
    readonly orderId: string,
    readonly number: string,
    readonly customerId: string | null,
    readonly total: Money,
    readonly paymentStatus: OrderPaymentStatus,
  ) {
    super();
  }
}

/** The money of a placed order moved: captured, refunded, voided. */
export class OrderPaymentChanged extends OrderFact {
  static override readonly type = 'orders.order_payment_changed';

  constructor(
    readonly orderId: string,
    readonly paymentStatus: OrderPaymentStatus,
  ) {
    super();
  }
}

/** The authorization of a placed order ended at the provider before all of it was captured. */
export class OrderAuthorizationLost extends OrderFact {
  static override readonly type = 'orders.order_authorization_lost';

  constructor(
    readonly orderId: string,
    readonly lost: Money,
  ) {
    super();
  }
}

/** The order was canceled, and its stock is back. With `wasPaid` its money must go back. */
export class OrderCanceled extends OrderFact {
  static override readonly type = 'orders.order_canceled';

  constructor(
    readonly orderId: string,
    readonly wasPaid: boolean,
    readonly reason: string,
  ) {
    super();
  }
}

/** Units of an order that goes on were canceled and are back in stock. Their money must go back. */
export class OrderItemsCanceled extends OrderFact {
  static override readonly type = 'orders.order_items_canceled';

  constructor(
    readonly orderId: string,
    readonly cancellationId: string,
    readonly amount: Money,
  ) {
    super();
  }
}

/** The order was not paid in time; its stock is free again. */
export class OrderExpired extends OrderFact {
  static override readonly type = 'orders.order_expired';

  constructor(readonly orderId: string) {
    super();
  }
}

/** The order should close while a payment is under way: payments must stop it, then say how it ended. */
export class OrderCloseRequested extends OrderFact {
  static override readonly type = 'orders.order_close_requested';

  constructor(
    readonly orderId: string,
    readonly reason: CloseReason,
  ) {
    super();
  }
}

/** Goods were sent. `isComplete` when nothing is left to send. */
export class OrderFulfilled extends OrderFact {
  static override readonly type = 'orders.order_fulfilled';

  constructor(
    readonly orderId: string,
    readonly fulfillmentId: string,
    readonly isComplete: boolean,
  ) {
    super();
  }
}

/** Everything is sent and paid. */
export class OrderCompleted extends OrderFact {
  static override readonly type = 'orders.order_completed';

  constructor(readonly orderId: string) {
    super();
  }
}
