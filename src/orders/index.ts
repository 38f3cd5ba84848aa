/**
 * Orders own what was bought and its state: placement, status, history, fulfillments, and who may see them.
 * Promises: a cart becomes one order; its amounts never change; each step is in ORDER_TRANSITIONS and its history;
 * stock is committed, or given back, once; an order unpaid at its deadline ends, as soon as no payment is under way.
 * Asks cart for items, inventory to reserve, commit, release and put back, auth for unused accounts.
 * Announces: OrderCreated, OrderPlaced, OrderPaymentChanged, OrderAuthorizationLost, OrderCloseRequested,
 * OrderItemsCanceled, OrderCanceled, OrderExpired, OrderFulfilled, OrderCompleted.
 */
export { OrdersModule } from './orders.module.js';
export type { MoneylessOrder } from './retention/moneyless-orders.repository.js';
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
export { OrderCanceled, OrderCloseRequested, OrderItemsCanceled } from './orders.events.js';
