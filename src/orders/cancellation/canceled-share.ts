import type { OrderLine } from '../entities/order-line.entity.js';

/** What units of a line cost, in minor units. */
export interface Share {
  readonly subtotal: number;
  readonly discount: number;
  readonly tax: number;
}

/**
 * The share of the next units of a line that are canceled. Each share is the difference of two rounded sums, so the
 * shares of all units add up to the line exactly, however many units are canceled at a time.
 */
export function nextShare(line: OrderLine, quantity: number): Share {
  const { canceledQuantity: from, unitPrice, discount, tax, quantity: of } = line;
  const between = (amount: number) => upTo(amount, from + quantity, of) - upTo(amount, from, of);
  return { subtotal: unitPrice * quantity, discount: between(discount), tax: between(tax) };
}

/** Rounds half up; BigInt keeps the product exact. */
const upTo = (amount: number, units: number, of: number): number =>
  Number((BigInt(amount) * BigInt(units) * 2n + BigInt(of)) / (2n * BigInt(of)));
