import { describe, expect, it } from 'vitest';
import { MAX_AMOUNT, money } from '../../../common/money/money.js';
import { fromPaypal, toPaypal } from './paypal-amounts.js';

describe('An amount for PayPal', () => {
  it.each([
    [1, 'USD', '0.01'],
    [1999, 'USD', '19.99'],
    [100, 'EUR', '1.00'],
    [1200, 'JPY', '1200'],
    [150_000, 'HUF', '1500'],
    [99_900, 'TWD', '999'],
    [MAX_AMOUNT - 1, 'USD', '9999999999.99'],
  ])('%d %s is %s, and back', (amount, currency, value) => {
    const given = toPaypal(money(amount, currency));
    expect(given).toEqual({ currency_code: currency, value });
    expect(fromPaypal(given)).toEqual(money(amount, currency));
  });

  it.each([
    [150_050, 'HUF'],
    [99_901, 'TWD'],
    [100, 'KRW'],
    [1000, 'KWD'],
    [100, 'INR'],
  ])('%d %s is none', (amount, currency) => {
    expect(toPaypal(money(amount, currency))).toBeUndefined();
  });

  it.each([
    undefined,
    {},
    { currency_code: 'USD' },
    { currency_code: 'USD', value: 19.99 },
    { currency_code: 'USD', value: '1e3' },
    { currency_code: 'USD', value: '-1.00' },
    { currency_code: 'USD', value: '1.001' },
    { currency_code: 'JPY', value: '1.5' },
    { currency_code: 'usd', value: '1.00' },
    { currency_code: 'ZZZ', value: '1.00' },
    { currency_code: 'USD', value: '99999999999999.00' },
  ])('is never guessed: %j', (given) => {
    expect(() => fromPaypal(given)).toThrow('cannot be read');
  });
});
