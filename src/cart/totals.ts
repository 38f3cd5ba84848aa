import { MAX_AMOUNT, money, type Money, shareOf, subtract, sum, times, zero } from '../common/money/money.js';

/** What totals need to know of an item. */
export interface PricedItem {
  readonly unitPrice: Money;
  readonly quantity: number;
}

/** An item's amounts. `total` is what its goods cost, before tax: subtotal less discount. */
export interface ItemTotals {
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
  /** Of the items and of shipping. */
  readonly tax: Money;
  readonly total: Money;
}

export interface ComputedTotals<Item extends PricedItem> {
  readonly items: readonly (Item & ItemTotals)[];
  readonly shippingTax: Money;
  /** Capped, and then without a sense, when `isBeyondLimit`. */
  readonly totals: Totals;
  /** An item or the whole is beyond the largest amount: it can be shown, and not be ordered. */
  readonly isBeyondLimit: boolean;
}

/**
 * The one way from prices to totals. Tax is added to the price. It is rounded half up to the minor unit for each item,
 * and once more for shipping, which is taxed at the same rate; the tax of the whole is the sum of these parts, so that
 * what the bill lists adds up. Throws TypeError when currencies are mixed.
 */
export function computeTotals<Item extends PricedItem>(
  items: readonly Item[],
  shippingPrice: Money,
  taxMillionths: number,
): ComputedTotals<Item> {
  const { currency } = shippingPrice;
  const priced = items.map((item) => withTotals(item, taxMillionths));
  const shippingTax = shareOf(shippingPrice, taxMillionths);

  const subtotal = subtotalOf(priced, currency);
  const discount = sum(
    currency,
    priced.map((item) => item.discount),
  );
  const tax = sum(currency, [...priced.map((item) => item.tax), shippingTax]);
  const total = sum(currency, [subtract(subtotal, discount), shippingPrice, tax]);

  return {
    items: priced,
    shippingTax,
    totals: capped({ subtotal, discount, shipping: shippingPrice, tax, total }),
    isBeyondLimit: total.amount > MAX_AMOUNT || items.some(isItemBeyondLimit),
  };
}

/** What the goods cost; an item beyond the largest amount counts as that. */
export function subtotalOf(items: readonly PricedItem[], currency: string): Money {
  return sum(currency, items.map(itemSubtotal));
}

/** Compared before it is multiplied: the product may be beyond what a number counts exactly. */
export const isItemBeyondLimit = ({ unitPrice, quantity }: PricedItem): boolean =>
  unitPrice.amount > MAX_AMOUNT / quantity;

function withTotals<Item extends PricedItem>(item: Item, taxMillionths: number): Item & ItemTotals {
  const subtotal = itemSubtotal(item);
  const discount = zero(subtotal.currency);
  const total = subtract(subtotal, discount);
  return { ...item, subtotal, discount, tax: shareOf(total, taxMillionths), taxMillionths, total };
}

function itemSubtotal(item: PricedItem): Money {
  const { unitPrice, quantity } = item;
  return isItemBeyondLimit(item) ? money(MAX_AMOUNT, unitPrice.currency) : times(unitPrice, quantity);
}

const atMost = ({ amount, currency }: Money): Money => money(Math.min(amount, MAX_AMOUNT), currency);

const capped = ({ subtotal, discount, shipping, tax, total }: Totals): Totals => ({
  subtotal: atMost(subtotal),
  discount: atMost(discount),
  shipping,
  tax: atMost(tax),
  total: atMost(total),
});
