/**
 * Taxes owns the tax rates, by country and region, in millionths added to the price.
 * Promises: a place has one rate, and the rate of a region replaces that of its country.
 * Asks nothing of other features. Announces nothing: carts quote on each read, orders keep their rates.
 */
export { TaxesFacade, type ApplicableTax } from './taxes.facade.js';
export { TaxesModule } from './taxes.module.js';
