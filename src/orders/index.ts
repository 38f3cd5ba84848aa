/**
 * Orders own what was bought and where it stands: placement, status, history, fulfillments, and who may see it.
 * Promises: a cart becomes one order; its amounts never change; every step is in ORDER_TRANSITIONS and in its history;
 * stock is claimed, or given back, exactly once.
 * Asks cart for the lines, inventory to reserve, claim, release and restock.
 * Announces: OrderCreated, OrderPlaced, OrderPaymentChanged, OrderAuthorizationLost, OrderCloseRequested, OrderCanceled,
 * OrderExpired, OrderFulfilled, OrderCompleted.
 */
export { OrdersModule } from './orders.module.js';
export { OrdersFacade, type OrderForPayment, type SecuredAs } from './orders.facade.js';
export { PlacementService } from './placement.service.js';
export { ExpiryService } from './expiry.service.js';
export { ORDER_TOKEN, type OrderAccess, ProvenAccess } from './order-access.js';
export { OrderNotPayable } from './orders.errors.js';
export {
  OrderAuthorizationLost,
  OrderCanceled,
  OrderCloseRequested,
  OrderCompleted,
  OrderCreated,
  OrderExpired,
  OrderFulfilled,
  OrderPaymentChanged,
  OrderPlaced,
} from './orders.events.js';
