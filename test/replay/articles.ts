import { CURRENCY, type Line } from './invoice-file.js';
import { chunks, groupBy } from './lists.js';
import type { Entry } from './plan.js';

/** Variants of one product: the shop's own limit is higher. */
const MAX_PRICES = 100;

/**
 * The variant that a line is of. An article that is sold at several prices has a variant for each: the history holds
 * them side by side (retail and trade, often on one invoice), so they are no changes of one price. The buyers of
 * different prices then need not wait for each other, and every order is quoted at a price that the catalog really has.
 */
export const skuOf = ({ code, unitPrice }: Line): string => `${code}@${unitPrice}`;

/** Units to begin with: what will be sold, and what will be found missing. */
export function openingStock(entries: readonly Entry[]): Map<string, number> {
  const stock = new Map<string, number>();
  for (const { line, outcome } of entries) {
    const leaves = outcome.startsWith('ordered') || (outcome === 'stock corrected' && line.quantity < 0);
    stock.set(skuOf(line), (stock.get(skuOf(line)) ?? 0) + (leaves ? Math.abs(line.quantity) : 0));
  }
  return stock;
}

/** Units that must be left: what came back, and what was found or never missed. */
export function closingStock(
  entries: readonly Entry[],
  isBack: (entry: Entry) => boolean,
): Map<string, number> {
  const stock = openingStock(entries);
  for (const entry of entries) {
    const { line, outcome } = entry;
    const sold = outcome.startsWith('ordered') && !isBack(entry) ? -line.quantity : 0;
    const change = outcome === 'stock corrected' ? line.quantity : sold;
    stock.set(skuOf(line), stock.get(skuOf(line))! + change);
  }
  return stock;
}

/** The bodies of POST /products that make every article of the history. */
export function productsOf(entries: readonly Entry[]): object[] {
  const stock = openingStock(entries);
  return [...groupBy(entries, ({ line }) => line.code)].flatMap(([code, own]) => {
    const lines = own.map(({ line }) => line);
    const byPrice = [...new Map(lines.map((line) => [line.unitPrice, line])).values()];
    return chunks(byPrice, MAX_PRICES).map((some) => productOf(code, lines, some, stock));
  });
}

function productOf(
  code: string,
  lines: readonly Line[],
  byPrice: readonly Line[],
  stock: ReadonlyMap<string, number>,
): object {
  const names = [...new Set(lines.map(({ description }) => description).filter(Boolean))];
  const variants = byPrice.map((line) => ({
    sku: skuOf(line),
    options: { Price: String(line.unitPrice) },
    prices: [{ amount: line.unitPrice, currency: CURRENCY }],
    onHand: stock.get(skuOf(line)),
  }));
  return {
    title: (names[0] ?? code).slice(0, 200),
    description: names.slice(1, 50).join('\n'),
    options: [{ name: 'Price', values: byPrice.map(({ unitPrice }) => String(unitPrice)) }],
    variants,
  };
}
