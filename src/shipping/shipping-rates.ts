import { type Money, money } from '../common/money/money.js';

export interface ShippingOption {
  readonly id: string;
  readonly name: string;
  readonly price: Money;
}

/** A method with its prices in one place, by value of the goods. */
export interface MethodTiers {
  readonly id: string;
  readonly name: string;
  /** Lowest value first, in minor units of the requested currency; empty where the method does not deliver. */
  readonly tiers: readonly { readonly minSubtotal: number; readonly price: number }[];
}

export class ShippingRates {
  constructor(
    private readonly currency: string,
    private readonly methods: readonly MethodTiers[],
  ) {}

  /** The methods for goods of this value, cheapest first. Throws for a value in another currency. */
  optionsFor(subtotal: Money): readonly ShippingOption[] {
    if (subtotal.currency !== this.currency)
      throw new TypeError(`Rates in ${this.currency} say nothing of ${subtotal.currency}`);
    return this.methods
      .flatMap(({ id, name, tiers }) => {
        const tier = tiers.findLast(({ minSubtotal }) => minSubtotal <= subtotal.amount);
        return tier ? [{ id, name, price: money(tier.price, this.currency) }] : [];
      })
      .sort((one, other) => one.price.amount - other.price.amount);
  }
}
