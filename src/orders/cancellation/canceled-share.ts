import type { OrderLine } from '../entities/order-line.entity.js';

export interface Share {
  readonly subtotal: number;
  readonly discount: number;
  readonly tax: number;
}

/** Each share is the difference of two rounded sums, so all shares of a line add up to it exactly. */
export function nextShare(line: OrderLine, quantity: number): Share {
  const { canceledQuantity: from, unitPrice, discount, tax, quantity: of } = line;
  const between = (amount: number) => upTo(amount, from + quantity, of) - upTo(amount, from, of);
  return { subtotal: unitPrice * quantity, discount: between(discount), tax: between(tax) };
}

/** Rounds half up; BigInt keeps the product exact. */
const upTo = (amount: number, units: number, of: number): number =>
  Number((BigInt(amount) * BigInt(units) * 2n + BigInt(of)) / (2n * BigInt(of)));
