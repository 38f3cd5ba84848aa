/**
 * Taxes owns what the state takes, by country and region, in millionths added to the price.
 * Promises: a place has one rate, and the rate of a region stands in place of its country's.
 * Asks nothing of other features. Announces nothing: carts quote on each read, orders keep what they were placed with.
 */
export { TaxesFacade, type ApplicableTax } from './taxes.facade.js';
export { TaxesModule } from './taxes.module.js';
