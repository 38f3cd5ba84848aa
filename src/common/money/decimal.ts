import { fractionDigits } from './currencies.js';
import { MAX_AMOUNT, type Money } from './money.js';

const DECIMAL = /^(\d{1,13})(?:\.(\d{1,10}))?$/;

/**
 * Money from a decimal text such as `19.99`, digit by digit, so that no float stands between. Nothing when the text is
 * no plain decimal, is finer than the currency's minor unit (`19.999` USD), or is beyond what the shop handles.
 */
export function fromDecimal(text: string, currency: string): Money | undefined {
  const match = DECIMAL.exec(text);
  if (!match) return undefined;
  const digits = fractionDigits(currency);
  const fraction = (match[2] ?? '').replace(/0+$/, '');
  if (fraction.length > digits) return undefined;
  const amount = Number(`${match[1]}${fraction.padEnd(digits, '0')}`);
  return amount <= MAX_AMOUNT ? { amount, currency } : undefined;
}

/** The decimal text of an amount, with all digits that its currency has: `19.90`, `1200` in JPY. */
export function toDecimal({ amount, currency }: Money): string {
  const digits = fractionDigits(currency);
  if (digits === 0) return String(amount);
  const text = String(amount).padStart(digits + 1, '0');
  return `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** For people only: `USD 1,999.00`. */
export function format(value: Money): string {
  const [whole = '', fraction] = toDecimal(value).split('.');
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ',');
  return `${value.currency} ${fraction === undefined ? grouped : `${grouped}.${fraction}`}`;
}
