/**
 * Orders own what was bought and its state: placement, status, history, fulfillments, and who may see them.
 * Promises: a cart becomes one order; its amounts never change, canceled ones are counted apart; each step is in
 * ORDER_TRANSITIONS and in its history; stock is committed, or given back, exactly once.
 * Asks cart for the items, inventory to reserve, commit, release and put back, auth for unused accounts.
 * Announces: OrderCreated, OrderPlaced, OrderPaymentChanged, OrderAuthorizationLost, OrderCloseRequested,
 * OrderItemsCanceled, OrderCanceled, OrderExpired, OrderFulfilled, OrderCompleted.
 */
export { OrdersModule } from './orders.module.js';
export type { UnpaidOrder } from './closing/unpaid-orders.repository.js';
export { OrdersFacade, type OrderForPayment, type SecuredAs } from './orders.facade.js';
export { type OrderAccess, ProvenAccess } from './order-access.js';
export { ItemQuantities, ItemQuantityDto } from './dto/item-quantity.dto.js';
export {
  CancellationExceedsOpen,
  OrderItemNotFound,
  OrderNotCancelable,
  OrderNotPayable,
  PaymentInProgress,
} from './orders.errors.js';
export {
  OrderAuthorizationLost,
  OrderCanceled,
  OrderCloseRequested,
  OrderCompleted,
  OrderCreated,
  OrderExpired,
  OrderFulfilled,
  OrderItemsCanceled,
  OrderPaymentChanged,
  OrderPlaced,
} from './orders.events.js';
