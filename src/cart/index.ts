/**
 * Cart owns what a shopper is about to buy: lines, addresses, the chosen shipping method, totals, and the problems that
 * keep it from being ordered.
 * Promises: a customer has one open cart; no change that was answered is lost to another one beside it; a cart is taken
 * for an order once, which may be reopened; totals come from one function, and their parts add up.
 * Asks catalog, inventory, shipping and taxes on each read: a cart promises no price and no stock.
 * Announces nothing.
 */
export { CartFacade, type ReopenedCart, type TakenCart } from './cart.facade.js';
export type { MergedCart } from './cart-merging.service.js';
export { MergedCartResponse } from './dto/merged-cart.response.js';
export { CartClosed, CartNotReady, TooManyItems } from './cart.errors.js';
export { CartModule } from './cart.module.js';
export type { Totals } from './totals.js';
