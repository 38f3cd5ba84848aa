import type { Money } from '../../../common/money/money.js';
import type { PricesInput, SalePrice } from '../../products/prices.js';
import type { KnownPrice } from '../product-state.reader.js';

/** A variant's price in one currency. Currencies that the file does not name stay unchanged. */
export interface SaidPrice {
  readonly currency: string;
  /** Minor units; null removes the price. */
  readonly amount: number | null;
  /** Minor units; null removes it, undefined (no column) keeps it. */
  readonly compareAt?: number | null | undefined;
  readonly sale?: SalePrice | null | undefined;
}

type KnownPrices = Readonly<Record<string, KnownPrice>>;

export function withSaid(known: KnownPrices, said: readonly SaidPrice[]): KnownPrices {
  const prices = new Map(Object.entries(known));
  for (const { currency, amount, compareAt, sale } of said) {
    if (amount === null) prices.delete(currency);
    else {
      const before = prices.get(currency) ?? { compareAt: null, sale: null };
      prices.set(currency, {
        amount,
        compareAt: compareAt === undefined ? before.compareAt : compareAt,
        sale: sale === undefined ? before.sale : saleOf(sale),
      });
    }
  }
  return Object.fromEntries(prices);
}

export function inputOf(prices: KnownPrices): Required<PricesInput> {
  const entries = Object.entries(prices);
  return {
    prices: entries.map(([currency, { amount }]): Money => ({ currency, amount })),
    compareAtPrices: entries.flatMap(([currency, { compareAt }]) =>
      compareAt === null ? [] : [{ currency, amount: compareAt }],
    ),
    salePrices: entries.flatMap(([currency, { sale }]) => (sale === null ? [] : [{ currency, ...sale }])),
  };
}

const saleOf = (sale: SalePrice | null): KnownPrice['sale'] =>
  sale && { amount: sale.amount, startsAt: sale.startsAt ?? null, endsAt: sale.endsAt ?? null };
