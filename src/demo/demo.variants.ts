import type { Money } from '../common/money/money.js';
import type { DemoPrices, DemoProduct } from './catalog/demo-product.js';

/** A variant as the catalog takes it. */
export interface DemoVariant {
  readonly sku: string;
  readonly options: Record<string, string>;
  readonly prices: Money[];
  readonly compareAtPrices?: Money[];
  readonly onHand: number;
}

/** All combinations of the product's option values, in their order; one variant for a product without options. */
export function variantsOf(product: DemoProduct): DemoVariant[] {
  const { surcharges = {}, stock = {}, prices, compareAt } = product;
  return combinations(Object.entries(product.options ?? {})).map((options) => {
    const values = Object.values(options);
    const extra = values.flatMap((value) => surcharges[value] ?? []);
    return {
      sku: [product.sku, ...values].map(skuPart).join('-'),
      options,
      prices: total([prices, ...extra]),
      compareAtPrices: compareAt && total([compareAt, ...extra]),
      onHand: stock[values.join(' / ')] ?? product.onHand,
    };
  });
}

function combinations(options: [string, readonly string[]][]): Record<string, string>[] {
  return options.reduce<Record<string, string>[]>(
    (found, [name, values]) =>
      found.flatMap((chosen) => values.map((value) => ({ ...chosen, [name]: value }))),
    [{}],
  );
}

const total = (parts: readonly DemoPrices[]): Money[] =>
  (['USD', 'EUR'] as const).map((currency) => ({
    amount: parts.reduce((sum, part) => sum + part[currency], 0),
    currency,
  }));

const skuPart = (text: string): string => text.toUpperCase().replace(/[^A-Z0-9.]+/g, '-');
