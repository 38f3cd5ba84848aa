import { fromDecimal, toDecimal } from '../../../common/money/decimal.js';
import { isRecordedCurrency } from '../../../common/money/currencies.js';
import type { Money } from '../../../common/money/money.js';
import { type Fields, fieldsOf, textOf } from '../fields.js';

/** Where PayPal takes no decimals, whatever ISO 4217 says. */
const WITHOUT_DECIMALS = new Set(['HUF', 'JPY', 'TWD']);

const TAKEN = new Set(
  'AUD BRL CAD CNY CZK DKK EUR HKD HUF ILS JPY MYR MXN TWD NZD NOK PHP PLN GBP SGD SEK CHF THB USD'.split(
    ' ',
  ),
);

export interface PaypalMoney {
  readonly currency_code: string;
  readonly value: string;
}

export const isTaken = (currency: string): boolean => TAKEN.has(currency);

/** Undefined when PayPal has no such amount, such as 10.50 in HUF. */
export function toPaypal(money: Money): PaypalMoney | undefined {
  const { currency } = money;
  if (!isTaken(currency)) return undefined;
  const [whole = '', fraction = ''] = toDecimal(money).split('.');
  if (!WITHOUT_DECIMALS.has(currency)) return { currency_code: currency, value: `${whole}.${fraction}` };
  return /^0*$/.test(fraction) ? { currency_code: currency, value: whole } : undefined;
}

/** Throws when it is no amount: nothing may be guessed about money. */
export function fromPaypal(value: unknown): Money {
  const given: Fields = fieldsOf(value);
  const currency = textOf(given['currency_code']);
  const amount = textOf(given['value']);
  const money =
    amount !== undefined && isRecordedCurrency(currency) ? fromDecimal(amount, currency) : undefined;
  if (!money) throw new Error('PayPal sent an amount that cannot be read');
  return money;
}
