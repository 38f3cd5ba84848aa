import { describe, expect, it } from 'vitest';
import { money } from '../../../common/money/money.js';
import { fromStripe, NotChargeable, toStripe } from './stripe-money.js';

describe("Money in Stripe's units", () => {
  it.each([
    ['USD', 1999, 1999],
    ['EUR', 1, 1],
    ['JPY', 1999, 1999],
    ['KRW', 50_000, 50_000],
    ['CLP', 990, 990],
    ['UGX', 5, 500],
    ['ISK', 1500, 150_000],
    ['HUF', 199_000, 199_000],
    ['IDR', 199_000, 199_000],
    ['TWD', 1950, 1950],
    ['KWD', 19_990, 19_990],
    ['TND', 10, 10],
    ['MGA', 199_900, 1999],
  ])('%s: %i of ours are %i of theirs, and back', (currency, ours, theirs) => {
    expect(toStripe(money(ours, currency))).toBe(theirs);
    expect(fromStripe(theirs, currency.toLowerCase())).toEqual(money(ours, currency));
  });

  it.each([
    ['KWD', 19_995],
    ['BHD', 1],
    ['MGA', 199_950],
    ['IQD', 1000],
    ['CLF', 10_000],
  ])('%s: %i cannot be charged', (currency, amount) => {
    expect(() => toStripe(money(amount, currency))).toThrow(NotChargeable);
  });

  it.each([
    [100, 'xxx'],
    [150, 'isk'],
    [100, 'iqd'],
  ])('%i %s is no amount of ours', (units, currency) => {
    expect(fromStripe(units, currency)).toBeUndefined();
  });
});
