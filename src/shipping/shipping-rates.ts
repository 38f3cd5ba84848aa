import { type Money, money } from '../common/money/money.js';

/** A method that serves a cart, with its price there. */
export interface ShippingOption {
  readonly id: string;
  readonly name: string;
  readonly price: Money;
}

/** A method with what it costs in one place, from each value of the goods on. */
export interface MethodTiers {
  readonly id: string;
  readonly name: string;
  /** Least value first, in minor units of the currency that was asked for; none where it does not go. */
  readonly tiers: readonly { readonly minSubtotal: number; readonly price: number }[];
}

/** What it costs to ship goods to one place. */
export class ShippingRates {
  constructor(
    private readonly currency: string,
    private readonly methods: readonly MethodTiers[],
  ) {}

  /** The methods that take goods of this value; cheapest first. Throws for a value in another currency. */
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
