import type { Fault } from '../common/errors/errors.js';
import type { Money } from '../common/money/money.js';
import { Price } from './entities/price.entity.js';

/** The prices of a variant as they are given. */
export interface PricesInput {
  readonly prices: readonly Money[];
  readonly compareAtPrices?: readonly Money[];
}

/** What is wrong with prices: one to compare with needs a price in its currency beside it. */
export function priceFaults({ prices, compareAtPrices = [] }: PricesInput, path: string): Fault[] {
  const currencies = new Set(prices.map(({ currency }) => currency));
  return compareAtPrices.flatMap(({ currency }, index) => {
    const at = `${path}compareAtPrices.${index}.currency`;
    if (currencies.has(currency)) return [];
    return [{ path: at, code: 'price_missing', message: `${at} needs a price in ${currency} beside it` }];
  });
}

export function pricesOf(variantId: string, { prices, compareAtPrices = [] }: PricesInput): Price[] {
  const compareAt = new Map(compareAtPrices.map(({ currency, amount }) => [currency, amount]));
  return prices.map(({ currency, amount }) =>
    Object.assign(new Price(), { variantId, currency, amount, compareAt: compareAt.get(currency) ?? null }),
  );
}
