import { describe, expect, it } from 'vitest';
import { crossesZero, NO_STOCK, stockWord, toldStock, unitsByVariant } from './stock.js';

describe('the word for a stock', () => {
  it.each([
    [-1, 'out_of_stock'],
    [0, 'out_of_stock'],
    [1, 'few_left'],
    [5, 'few_left'],
    [6, 'not_enough'],
  ])('of %i units, where five are few, is %s', (units, word) => {
    expect(stockWord(units, 5)).toBe(word);
  });
});

describe('the stock that shoppers are told', () => {
  it.each([
    [1, 5],
    [5, 5],
    [6, 10],
    [10, 10],
    [11, 20],
    [1_000, 1_280],
  ])('of %i units is at most %i', (units, atMost) => {
    expect(toldStock(units, 5)).toEqual({ atMost, word: stockWord(units, 5) });
  });

  it('is none where orders hold all, or more than there is', () => {
    for (const units of [0, -3]) expect(toldStock(units, 5)).toEqual(NO_STOCK);
  });

  it('never says fewer than there are, nor twice as many', () => {
    for (let units = 6; units < 500; units += 1) {
      const { atMost } = toldStock(units, 5);
      expect(atMost).toBeGreaterThanOrEqual(units);
      expect(atMost).toBeLessThan(units * 2);
    }
  });
});

describe('a change of availability', () => {
  it.each([
    [0, 1, true],
    [1, 0, true],
    [-1, 1, true],
    [1, -1, true],
    [1, 2, false],
    [0, 0, false],
    [-1, 0, false],
    [0, -1, false],
  ])('from %i to %i is news: %s', (before, after, isNews) => {
    expect(crossesZero({ variantId: 'tee', before, after })).toBe(isNews);
  });
});

describe('units by variant', () => {
  it('add up what several lines take, in the order in which they came', () => {
    const lines = [
      { variantId: 'mug', quantity: 2 },
      { variantId: 'tee', quantity: 1 },
      { variantId: 'mug', quantity: 3 },
    ];
    expect([...unitsByVariant(lines)]).toEqual([
      ['mug', 5],
      ['tee', 1],
    ]);
  });
});
