import { money } from '../../../src/common/money/money.js';
import { ShippingFacade } from '../../../src/shipping/index.js';
import { TaxesFacade } from '../../../src/taxes/index.js';
import type { TestShop } from '../shop.js';

/** A rate in minor units. */
export interface RateOptions {
  readonly country?: string;
  readonly price?: number;
  readonly currency?: string;
  /** Value of the goods from which it holds. */
  readonly from?: number;
}

export interface ShippingMethodOptions {
  readonly name?: string;
  /** One rate of USD 5.00 to everywhere, unless others are named. */
  readonly rates?: readonly RateOptions[];
}

export interface TaxRateOptions {
  readonly name?: string;
  readonly country?: string;
  readonly region?: string;
  /** 10 % unless said otherwise. */
  readonly millionths?: number;
}

/** A shipping method; gives its id. */
export async function aShippingMethod(shop: TestShop, options: ShippingMethodOptions = {}): Promise<string> {
  const rates = (options.rates ?? [{}]).map(({ country = '*', price = 500, currency = 'USD', from = 0 }) => ({
    country,
    price: money(price, currency),
    minSubtotal: money(from, currency),
  }));
  const { id } = await shop.get(ShippingFacade).createMethod({ name: options.name ?? 'Standard', rates });
  return id;
}

/** A tax rate; gives its id. */
export async function aTaxRate(shop: TestShop, options: TaxRateOptions = {}): Promise<string> {
  const { name = 'Sales tax', country = 'US', region, millionths = 100_000 } = options;
  const { id } = await shop.get(TaxesFacade).createRate({ name, country, region, millionths });
  return id;
}
