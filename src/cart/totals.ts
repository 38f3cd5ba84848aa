import { MAX_AMOUNT, money, type Money, shareOf, subtract, sum, times, zero } from '../common/money/money.js';

export interface PricedItem {
  readonly unitPrice: Money;
  readonly quantity: number;
}

/** `total` = `subtotal` - `discount`, before tax, unlike the total of a cart. */
export interface ItemTotals {
  readonly subtotal: Money;
  readonly discount: Money;
  readonly tax: Money;
  readonly taxMillionths: number;
  readonly total: Money;
}

/** `total` = `subtotal` - `discount` + `shipping` + `tax`, exactly. */
export interface Totals {
  readonly subtotal: Money;
  readonly discount: Money;
  readonly shipping: Money;
  readonly tax: Money;
  readonly total: Money;
}

export interface ComputedTotals<Item extends PricedItem> {
  readonly items: readonly (Item & ItemTotals)[];
  readonly shippingTax: Money;
  /** Capped, and meaningless, when `isBeyondLimit`. */
  readonly totals: Totals;
  readonly isBeyondLimit: boolean;
}

/** Tax is rounded half up for each item and once for shipping; the total is the sum of these parts. */
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

/** An item above the largest amount counts as that amount. */
export function subtotalOf(items: readonly PricedItem[], currency: string): Money {
  return sum(currency, items.map(itemSubtotal));
}

/** Compares before it multiplies: the product may exceed the exact integers. */
export const isItemBeyondLimit = ({ unitPrice, quantity }: PricedItem): boolean =>
  unitPrice.amount > MAX_AMOUNT / quantity;

function withTotals<Item extends PricedItem>(item: Item, taxMillionths: number): Item & ItemTotals {
  const subtotal = itemSubtotal(item);
  // Nothing gives discounts yet. CartQuotes.readPriceFacts is to ask the module that does; its amounts enter here.
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
