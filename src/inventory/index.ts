/**
 * Inventory owns stock levels, reservations and the movements between them.
 * Promises: a reservation never takes stock below zero, whatever runs beside it, and each is settled exactly once.
 * Asks nothing of other features: it knows variant ids and SKUs only.
 * Announces: AvailabilityChanged.
 */
export { InventoryModule } from './inventory.module.js';
export { InventoryFacade } from './inventory.facade.js';
export type { Supply } from './levels.repository.js';
export { AvailabilityChanged } from './inventory.events.js';
export { InsufficientStock, type Shortage } from './inventory.errors.js';
export { MAX_ON_HAND, stockWord, type StockWord } from './stock.js';
export type { CountsOutcome, StockCount } from './stock-counts.repository.js';
