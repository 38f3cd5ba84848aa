import { describe, expect, it } from 'vitest';
import { MAX_AMOUNT, money, sum } from '../common/money/money.js';
import { computeTotals } from './totals.js';

/** Mulberry32: the same seed makes the same carts on every machine. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

const usd = (amount: number) => money(amount, 'USD');

describe('Totals of a cart', () => {
  it('add the tax of each item and of shipping to the price', () => {
    const items = [
      { sku: 'TEE', unitPrice: usd(1999), quantity: 2 },
      { sku: 'MUG', unitPrice: usd(850), quantity: 1 },
    ];
    expect(computeTotals(items, usd(500), 88_750)).toEqual({
      isBeyondLimit: false,
      items: [
        {
          ...items[0],
          subtotal: usd(3998),
          discount: usd(0),
          tax: usd(355),
          taxMillionths: 88_750,
          total: usd(3998),
        },
        {
          ...items[1],
          subtotal: usd(850),
          discount: usd(0),
          tax: usd(75),
          taxMillionths: 88_750,
          total: usd(850),
        },
      ],
      shippingTax: usd(44),
      totals: { subtotal: usd(4848), discount: usd(0), shipping: usd(500), tax: usd(474), total: usd(5822) },
    });
  });

  it('round half a minor unit up, for each item by itself', () => {
    const item = { unitPrice: usd(10), quantity: 1 };
    const { items, totals } = computeTotals([item, item, item], usd(10), 50_000);
    expect(items.map(({ tax }) => tax.amount)).toEqual([1, 1, 1]);
    expect(totals.tax).toEqual(usd(4));
  });

  it('are all zero for an empty cart without shipping', () => {
    const { totals } = computeTotals([], money(0, 'JPY'), 100_000);
    expect(new Set(Object.values(totals).map(({ amount }) => amount))).toEqual(new Set([0]));
    expect(totals.total.currency).toBe('JPY');
  });

  it.each(['JPY', 'USD', 'KWD'])(
    'add up exactly and are never below zero, whatever is in the cart (%s)',
    (currency) => {
      for (let seed = 1; seed <= 2_000; seed += 1) {
        const random = randomFrom(seed);
        const cart = Array.from({ length: random(12) }, () => ({
          unitPrice: money(random(10) === 0 ? random(400_000_000) : random(50_000), currency),
          quantity: 1 + random(random(5) === 0 ? 90 : 5),
        }));
        const shipping = money(random(3) === 0 ? 0 : random(5_000), currency);
        const { items, shippingTax, totals } = computeTotals(cart, shipping, random(1_000_001));

        const { subtotal, discount, tax, total } = totals;
        expect(
          sum(
            currency,
            items.map((item) => item.total),
          ),
        ).toEqual(money(subtotal.amount - discount.amount, currency));
        expect(sum(currency, [...items.map((item) => item.tax), shippingTax])).toEqual(tax);
        expect(total.amount).toBe(subtotal.amount - discount.amount + shipping.amount + tax.amount);
        const amounts = [
          ...items.flatMap((item) => [item.subtotal, item.tax, item.total]),
          ...Object.values(totals),
        ];
        expect(amounts.every(({ amount }) => Number.isSafeInteger(amount) && amount >= 0)).toBe(true);
      }
    },
  );

  it('tax no item by more than half a minor unit beside its exact share', () => {
    const random = randomFrom(7);
    for (let round = 0; round < 2_000; round += 1) {
      const item = { unitPrice: usd(random(1_000_000)), quantity: 1 + random(1_000) };
      const rate = random(300_000);
      const tax = BigInt(computeTotals([item], usd(0), rate).items[0]!.tax.amount);
      const exact = BigInt(item.unitPrice.amount) * BigInt(item.quantity) * BigInt(rate);
      const distance = tax * 1_000_000n - exact;
      expect(distance > -500_000n && distance <= 500_000n).toBe(true);
    }
  });

  it.each([
    ['the largest amount itself', [[MAX_AMOUNT, 1]], 0, 0, false],
    ['two of them', [[MAX_AMOUNT, 2]], 0, 0, true],
    ['more than a number counts exactly', [[MAX_AMOUNT, 1_000_000]], 0, 0, true],
    ['another item', [[MAX_AMOUNT, 1], [1, 1]], 0, 0, true], // prettier-ignore
    ['shipping', [[MAX_AMOUNT, 1]], 1, 0, true],
    ['tax', [[MAX_AMOUNT, 1]], 0, 1, true],
  ] as const)(
    'say whether %s is beyond what the shop handles, and never show more',
    (_, cart, shipping, rate, isBeyond) => {
      const items = cart.map(([amount, quantity]) => ({ unitPrice: usd(amount), quantity }));
      const computed = computeTotals(items, usd(shipping), rate);

      expect(computed.isBeyondLimit).toBe(isBeyond);
      expect(computed.totals.total).toEqual(usd(MAX_AMOUNT));
      const shown = [...Object.values(computed.totals), ...computed.items.map(({ total }) => total)];
      expect(Math.max(...shown.map(({ amount }) => amount))).toBeLessThanOrEqual(MAX_AMOUNT);
    },
  );

  it('never mix currencies', () => {
    expect(() => computeTotals([{ unitPrice: money(1, 'EUR'), quantity: 1 }], usd(0), 0)).toThrow(TypeError);
  });
});
