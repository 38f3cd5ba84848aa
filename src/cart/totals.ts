import { MAX_AMOUNT, money, type Money, shareOf, subtract, sum, times, zero } from '../common/money/money.js';

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
  /** Capped, and then without a sense, when `isBeyondLimit`. */
  readonly totals: Totals;
  /** A line or the whole is beyond the largest amount: it can be shown, and not be ordered. */
  readonly isBeyondLimit: boolean;
}

/**
 * The one way from prices to totals. Tax is added to the price. It is rounded half up to the minor unit for each line,
 * and once more for shipping, which is taxed at the same rate; the tax of the whole is the sum of these parts, so that
 * what the bill lists adds up. Throws TypeError when currencies are mixed.
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
  const total = sum(currency, [subtract(subtotal, discount), shippingPrice, tax]);

  return {
    lines: priced,
    shippingTax,
    totals: capped({ subtotal, discount, shipping: shippingPrice, tax, total }),
    isBeyondLimit: total.amount > MAX_AMOUNT || lines.some(isLineBeyondLimit),
  };
}

/** What the goods cost; a line beyond the largest amount counts as that. */
export function subtotalOf(lines: readonly PricedLine[], currency: string): Money {
  return sum(currency, lines.map(lineSubtotal));
}

/** Compared before it is multiplied: the product may be beyond what a number counts exactly. */
export const isLineBeyondLimit = ({ unitPrice, quantity }: PricedLine): boolean =>
  unitPrice.amount > MAX_AMOUNT / quantity;

function withTotals<L extends PricedLine>(line: L, taxMillionths: number): L & LineTotals {
  const subtotal = lineSubtotal(line);
  const discount = zero(subtotal.currency);
  const total = subtract(subtotal, discount);
  return { ...line, subtotal, discount, tax: shareOf(total, taxMillionths), taxMillionths, total };
}

function lineSubtotal(line: PricedLine): Money {
  const { unitPrice, quantity } = line;
  return isLineBeyondLimit(line) ? money(MAX_AMOUNT, unitPrice.currency) : times(unitPrice, quantity);
}

const atMost = ({ amount, currency }: Money): Money => money(Math.min(amount, MAX_AMOUNT), currency);

const capped = ({ subtotal, discount, shipping, tax, total }: Totals): Totals => ({
  subtotal: atMost(subtotal),
  discount: atMost(discount),
  shipping,
  tax: atMost(tax),
  total: atMost(total),
});
