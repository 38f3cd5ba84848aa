import type { Fault } from '../../common/errors/errors.js';
import { instantOf } from '../../common/http/instant.validator.js';
import type { Money } from '../../common/money/money.js';
import { Price } from '../entities/price.entity.js';

/** A temporary lower price, from its start (inclusive) to its end (exclusive). Both are optional. */
export interface SalePrice extends Money {
  /** RFC 3339. */
  readonly startsAt?: string | null;
  readonly endsAt?: string | null;
}

export interface PricesInput {
  readonly prices: readonly Money[];
  readonly compareAtPrices?: readonly Money[];
  readonly salePrices?: readonly SalePrice[];
}

/** Checks that each compare-at and sale price has a regular price in its currency. */
export function priceFaults(
  { prices, compareAtPrices = [], salePrices = [] }: PricesInput,
  path: string,
): Fault[] {
  const regular = new Map(prices.map(({ currency, amount }) => [currency, amount]));
  const unknown = (list: string, given: readonly Money[]): Fault[] =>
    given.flatMap(({ currency }, index) => {
      const at = `${path}${list}.${index}.currency`;
      if (regular.has(currency)) return [];
      return [{ path: at, code: 'price_missing', message: `${at} needs a price in ${currency}` }];
    });
  return [
    ...unknown('compareAtPrices', compareAtPrices),
    ...unknown('salePrices', salePrices),
    ...salePrices.flatMap((sale, index) =>
      saleFaults(sale, regular.get(sale.currency), `${path}salePrices.${index}.`),
    ),
  ];
}

function saleFaults(sale: SalePrice, regular: number | undefined, path: string): Fault[] {
  const { startsAt, endsAt } = momentsOf(sale);
  const faults: Fault[] = [];
  if (regular !== undefined && sale.amount >= regular) {
    const message = `${path}amount must be below the price of ${regular} in ${sale.currency}`;
    faults.push({ path: `${path}amount`, code: 'sale_not_below_price', message });
  }
  if (startsAt && endsAt && endsAt <= startsAt) {
    const message = `${path}endsAt must be later than startsAt`;
    faults.push({ path: `${path}endsAt`, code: 'sale_ends_before_start', message });
  }
  return faults;
}

export function pricesOf(
  variantId: string,
  { prices, compareAtPrices = [], salePrices = [] }: PricesInput,
): Price[] {
  const compareAt = new Map(compareAtPrices.map(({ currency, amount }) => [currency, amount]));
  const sales = new Map(salePrices.map((sale) => [sale.currency, sale]));
  return prices.map(({ currency, amount }) => {
    const sale = sales.get(currency);
    const { startsAt = null, endsAt = null } = sale ? momentsOf(sale) : {};
    return Object.assign(new Price(), {
      variantId,
      currency,
      amount,
      compareAt: compareAt.get(currency) ?? null,
      saleAmount: sale?.amount ?? null,
      saleStartsAt: startsAt,
      saleEndsAt: endsAt,
    });
  });
}

/** Keeps other prices when only the regular ones are replaced, in currencies that still have one. */
export function keptBeside(prices: readonly Money[], before: readonly Price[]): PricesInput {
  const currencies = new Set(prices.map(({ currency }) => currency));
  const staying = before.filter(({ currency }) => currencies.has(currency));
  return {
    prices,
    compareAtPrices: staying.flatMap(({ currency, compareAt }) =>
      compareAt === null ? [] : [{ currency, amount: compareAt }],
    ),
    salePrices: staying.flatMap(({ currency, saleAmount, saleStartsAt, saleEndsAt }) =>
      saleAmount === null
        ? []
        : [
            {
              currency,
              amount: saleAmount,
              startsAt: saleStartsAt?.toISOString(),
              endsAt: saleEndsAt?.toISOString(),
            },
          ],
    ),
  };
}

const momentsOf = ({ startsAt, endsAt }: SalePrice) => ({
  startsAt: instantOf(startsAt) ?? null,
  endsAt: instantOf(endsAt) ?? null,
});
