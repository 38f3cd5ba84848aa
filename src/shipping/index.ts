/**
 * Shipping owns the shipping methods, and their prices by country, currency and value of the goods.
 * Promises: one place and value has one price; a method is only offered where it delivers.
 * Asks nothing of other features. Announces nothing: carts quote on each read.
 */
export { ShippingFacade } from './shipping.facade.js';
export { type ShippingOption, ShippingRates } from './shipping-rates.js';
export { ShippingModule } from './shipping.module.js';
