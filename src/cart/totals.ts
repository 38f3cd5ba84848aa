import { AmountTooLarge } from '../common/errors/errors.js';
import { MAX_AMOUNT, type Money, shareOf, subtract, sum, times, zero } from '../common/money/money.js';

/** What totals need to know of a line. */
export interface PricedLine {
  readonly unitPrice: Money;
  readonly quantity: number;
}

/** A line's amounts. `total` is what its goods cost, before tax: subtotal less discount. */
export interface LineTotals {
  readonly subtotal: Money;
  readonly discount: Money;
  readonly tax: Money;
  readonly taxMillionths: number;
  readonly total: Money;
}

/** What it all costs: `total` = `subtotal` - `discount` + `shipping` + `tax`, exactly. */
export interface Totals {
  readonly subtotal: Money;
  readonly discount: Money;
  readonly shipping: Money;
  /** Of the lines and of shipping. */
  readonly tax: Money;
  readonly total: Money;
}

export interface ComputedTotals<L extends PricedLine> {
  readonly lines: readonly (L & LineTotals)[];
  readonly shippingTax: Money;
  readonly totals: Totals;
}

/**
 * The one way from prices to totals. Tax is added to the price. It is rounded half up to the minor unit for each line,
 * and once more for shipping, which is taxed at the same rate; the tax of the whole is the sum of these parts, so that
 * what the bill lists adds up. Throws AmountTooLarge, TypeError when currencies are mixed.
 */
export function computeTotals<L extends PricedLine>(
  lines: readonly L[],
  shippingPrice: Money,
  taxMillionths: number,
): ComputedTotals<L> {
  const { currency } = shippingPrice;
  const priced = lines.map((line) => withTotals(line, taxMillionths));
  const shippingTax = shareOf(shippingPrice, taxMillionths);

  const subtotal = subtotalOf(priced, currency);
  const discount = sum(
    currency,
    priced.map((line) => line.discount),
  );
  const tax = sum(currency, [...priced.map((line) => line.tax), shippingTax]);
  const total = capped(sum(currency, [subtract(subtotal, discount), shippingPrice, tax]));

  return { lines: priced, shippingTax, totals: { subtotal, discount, shipping: shippingPrice, tax, total } };
}

/** What the goods cost. Throws AmountTooLarge for a line beyond the largest amount. */
export function subtotalOf(lines: readonly PricedLine[], currency: string): Money {
  return sum(currency, lines.map(lineSubtotal));
}

function withTotals<L extends PricedLine>(line: L, taxMillionths: number): L & LineTotals {
  const subtotal = lineSubtotal(line);
  const discount = zero(subtotal.currency);
  const total = subtract(subtotal, discount);
  return { ...line, subtotal, discount, tax: shareOf(total, taxMillionths), taxMillionths, total };
}

function lineSubtotal({ unitPrice, quantity }: PricedLine): Money {
  // Compared before it is multiplied: the product may be beyond what a number counts exactly.
  if (unitPrice.amount > MAX_AMOUNT / quantity) throw new AmountTooLarge();
  return times(unitPrice, quantity);
}

function capped(total: Money): Money {
  if (total.amount > MAX_AMOUNT) throw new AmountTooLarge();
  return total;
}
