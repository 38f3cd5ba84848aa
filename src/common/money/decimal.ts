import { fractionDigits } from './currencies.js';
import { MAX_AMOUNT, type Money } from './money.js';

const DECIMAL = /^(\d{1,13})(?:\.(\d{1,10}))?$/;

/** Parses a decimal such as `19.99` without floats; undefined if malformed, too fine (`19.999` USD) or too large. */
export function fromDecimal(text: string, currency: string): Money | undefined {
  const match = DECIMAL.exec(text);
  if (!match) return undefined;
  const digits = fractionDigits(currency);
  const fraction = (match[2] ?? '').replace(/0+$/, '');
  if (fraction.length > digits) return undefined;
  const amount = Number(`${match[1]}${fraction.padEnd(digits, '0')}`);
  return amount <= MAX_AMOUNT ? { amount, currency } : undefined;
}

/** Writes all digits of the currency: `19.90`, `1200` in JPY. */
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
