/**
 * Cart owns what a shopper is about to buy: items, addresses, shipping method, totals, and what prevents an order.
 * Promises: a customer has one open cart; concurrent changes of a cart are never lost; a cart is ordered once, and an
 * unpaid order can be reopened as a cart; one function, `computeTotals`, computes totals, and their parts add up.
 * Asks catalog, inventory, shipping and taxes on each read (`CartQuotes`): a cart promises no price and no stock.
 * Announces nothing.
 */
export { CartFacade, type ReopenedCart, type TakenCart } from './cart.facade.js';
export type { MergedCart } from './cart-merging.service.js';
export { MergedCartResponse } from './dto/merged-cart.response.js';
export { CartClosed, CartNotReady, TooManyItems } from './cart.errors.js';
export { CartModule } from './cart.module.js';
export type { Totals } from './totals.js';
