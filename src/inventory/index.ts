/**
 * Inventory owns stock levels, reservations and the movements between them.
 * Promises: no concurrency takes stock below zero, and each reservation ends exactly once.
 * Asks nothing of other features: it knows only variant ids and SKUs.
 * Announces: AvailabilityChanged.
 */
export { InventoryModule } from './inventory.module.js';
export { InventoryFacade } from './inventory.facade.js';
export type { Supply } from './levels.repository.js';
export { AvailabilityChanged } from './inventory.events.js';
export { HoldTooLarge, InsufficientStock } from './inventory.errors.js';
export { type HoldLimit, MAX_ON_HAND, NO_STOCK, type StockWord, type ToldStock } from './stock.js';
