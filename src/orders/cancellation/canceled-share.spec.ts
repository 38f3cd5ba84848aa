import { describe, expect, it } from 'vitest';
import { nextShare } from './canceled-share.js';
import { OrderLine } from '../entities/order-line.entity.js';

const line = (facts: Partial<OrderLine>) => Object.assign(new OrderLine(), { discount: 0, tax: 0, ...facts });

/** Cancels units in these steps, and returns the amount of each step. */
function shares(of: OrderLine, steps: readonly number[]) {
  return steps.map((quantity) => {
    const share = nextShare(of, quantity);
    of.canceledQuantity += quantity;
    return share;
  });
}

describe('The share of canceled units', () => {
  it('rounds half up, and gives the last unit what is left', () => {
    const tee = line({ quantity: 3, unitPrice: 1000, discount: 100, tax: 551 });
    expect(shares(tee, [1, 1, 1])).toEqual([
      { subtotal: 1000, discount: 33, tax: 184 },
      { subtotal: 1000, discount: 34, tax: 183 },
      { subtotal: 1000, discount: 33, tax: 184 },
    ]);
  });

  it('adds up to the line to the minor unit, in whatever steps', () => {
    for (const steps of [[7], [1, 6], [2, 2, 3], [1, 1, 1, 1, 1, 1, 1]]) {
      for (const [discount, tax] of [
        [0, 1],
        [1, 0],
        [699, 3],
        [6993, 1322],
        [3333, 6661],
      ] as const) {
        const all = shares(line({ quantity: 7, unitPrice: 999, discount, tax }), steps);
        expect(all.reduce((sum, { subtotal, discount, tax: of }) => sum + subtotal - discount + of, 0)).toBe(
          7 * 999 - discount + tax,
        );
        for (const share of all) expect(share.discount).toBeLessThanOrEqual(share.subtotal);
      }
    }
  });

  it('stays exact where a product is beyond what a number holds', () => {
    const bulk = line({ quantity: 999_999, unitPrice: 1_000_000, tax: 999_998_999_999 });
    const [most, last] = shares(bulk, [999_998, 1]);
    expect(most!.tax + last!.tax).toBe(999_998_999_999);
    expect(last!.tax).toBe(1_000_000);
  });
});
