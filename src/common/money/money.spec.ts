import { describe, expect, it } from 'vitest';
import { allocate, money, shareOf, subtract, sum, times } from './money.js';

describe('Money', () => {
  it('adds and multiplies in whole minor units', () => {
    expect(sum('USD', [money(10, 'USD'), money(20, 'USD')])).toEqual(money(30, 'USD'));
    expect(times(money(1999, 'USD'), 3)).toEqual(money(5997, 'USD'));
    expect(subtract(money(100, 'USD'), money(1, 'USD'))).toEqual(money(99, 'USD'));
  });

  it('refuses to mix currencies', () => {
    expect(() => sum('USD', [money(1, 'EUR')])).toThrow(TypeError);
    expect(() => subtract(money(1, 'USD'), money(1, 'JPY'))).toThrow(TypeError);
  });

  it('refuses an amount that cannot be counted exactly', () => {
    expect(() => times(money(Number.MAX_SAFE_INTEGER, 'USD'), 2)).toThrow(RangeError);
  });

  it('rounds a share half up to the minor unit', () => {
    expect(shareOf(money(50, 'USD'), 10_000)).toEqual(money(1, 'USD'));
    expect(shareOf(money(49, 'USD'), 10_000)).toEqual(money(0, 'USD'));
    expect(shareOf(money(1999, 'USD'), 88_750)).toEqual(money(177, 'USD'));
  });

  it('takes a share exactly where a float falls short of the half', () => {
    expect(200 * (72_500 / 1_000_000)).toBeLessThan(14.5);
    expect(shareOf(money(200, 'USD'), 72_500)).toEqual(money(15, 'USD'));
  });

  it('splits by weight so that the parts add up exactly, whatever the numbers', () => {
    for (let seed = 1; seed < 500; seed += 1) {
      const total = money((seed * 7919) % 10_007, 'KWD');
      const weights = Array.from({ length: (seed % 6) + 1 }, (_, index) => (seed * (index + 3)) % 97);
      expect(sum('KWD', allocate(total, weights))).toEqual(total);
    }
  });
});
