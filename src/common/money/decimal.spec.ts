import { describe, expect, it } from 'vitest';
import { fromDecimal, toDecimal } from './decimal.js';

describe('fromDecimal', () => {
  it.each([
    ['19.99', 'USD', 1999],
    ['50', 'USD', 5000],
    ['0.1', 'USD', 10],
    ['0', 'USD', 0],
    ['007.50', 'USD', 750],
    ['19.990', 'USD', 1999],
    ['1.005', 'KWD', 1005],
    ['1200.00', 'JPY', 1200],
    ['10000000000.00', 'USD', 1_000_000_000_000],
  ])('reads %s %s as %d minor units', (text, currency, amount) => {
    expect(fromDecimal(text, currency)).toEqual({ amount, currency });
  });

  it.each([
    ['', 'USD'],
    ['19.999', 'USD'],
    ['0.5', 'JPY'],
    ['-1.00', 'USD'],
    ['+1.00', 'USD'],
    ['1,234.00', 'USD'],
    ['12,50', 'USD'],
    ['1e3', 'USD'],
    ['.5', 'USD'],
    ['5.', 'USD'],
    ['$5', 'USD'],
    ['٣', 'USD'],
    ['10000000000.01', 'USD'],
  ])('refuses %j in %s', (text, currency) => {
    expect(fromDecimal(text, currency)).toBeUndefined();
  });

  it('is exact where a float is not', () => {
    const texts = Array.from(
      { length: 10_000 },
      (_, cents) => `${cents}.${String(cents % 100).padStart(2, '0')}`,
    );

    const wrong = texts.filter((text) => fromDecimal(text, 'USD')?.amount !== Number(text.replace('.', '')));

    expect(wrong).toEqual([]);
  });
});

describe('toDecimal', () => {
  it.each([
    [5, 'USD', '0.05'],
    [1990, 'USD', '19.90'],
    [1200, 'JPY', '1200'],
    [1, 'KWD', '0.001'],
  ])('writes %i %s as %s, which reads back as it was', (amount, currency, text) => {
    expect(toDecimal({ amount, currency })).toBe(text);
    expect(fromDecimal(text, currency)).toEqual({ amount, currency });
  });
});
