/**
 * Shipping owns the methods by which goods travel, and what each costs by country, currency and value of the goods.
 * Promises: one price for one place and value; a method that does not serve a place is never offered there.
 * Asks nothing of other features. Announces nothing: carts quote on each read.
 */
export { ShippingFacade } from './shipping.facade.js';
export { type ShippingOption, ShippingRates } from './shipping-rates.js';
export { ShippingModule } from './shipping.module.js';
