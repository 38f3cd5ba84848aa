import { fractionDigits } from '../../../common/money/currencies.js';
import { fromDecimal } from '../../../common/money/decimal.js';
import { zero, type Money } from '../../../common/money/money.js';
import type { Findings } from '../findings.js';
import type { SheetRow } from '../csv/sheet.js';

const noAmount = (currency: string): string => `is not an amount in ${currency}`;

export type DecimalOf = (text: string, currency: string) => string;

/** Reads `19,99` as 19.99, but leaves `1,000` alone, which could mean a thousand. */
export const withDecimalPoint: DecimalOf = (text, currency) => {
  const decimals = /^\d+,(\d{1,3})$/.exec(text)?.[1]?.length;
  const isSure = decimals !== undefined && decimals <= Math.max(2, fractionDigits(currency));
  return isSure ? text.replace(',', '.') : text;
};

/** A price of 0 is valid; an empty one is a fault. */
export function readAmount<C extends string>(
  row: SheetRow<C>,
  column: C,
  currency: string,
  findings: Findings,
  decimalOf: DecimalOf = (text) => text,
): Money {
  const text = row.text(column);
  const price = fromDecimal(decimalOf(text, currency), currency);
  if (!price)
    findings.fault(
      row.line,
      text === '' ? `${column} is empty` : `${column} "${text}" ${noAmount(currency)}`,
    );
  return price ?? zero(currency);
}

/** Returns minor units. Empty, 0, or a price that is not higher means none; undefined means no such column. */
export function readCompareAt<C extends string>(
  row: SheetRow<C>,
  column: C,
  price: Money,
  findings: Findings,
): number | null | undefined {
  if (!row.header.has(column)) return undefined;
  const text = row.text(column);
  if (text === '') return null;
  const compareAt = fromDecimal(text, price.currency);
  if (!compareAt) findings.fault(row.line, `${column} "${text}" ${noAmount(price.currency)}`);
  if (!compareAt || compareAt.amount === 0) return null;
  if (compareAt.amount > price.amount) return compareAt.amount;
  findings.note(row.line, `the compare-at price ${text} is not above the price and is left out`);
  return null;
}

const WHOLE = /^-?\d{1,9}$/;
/** Whole numbers that databases write with decimals. */
export const WHOLE_WITH_DECIMALS = /^-?\d{1,9}(\.0+)?$/;

/** Negative counts (oversold) become 0. */
export function readOnHand<C extends string>(
  row: SheetRow<C>,
  column: C,
  findings: Findings,
  form: RegExp = WHOLE,
): number {
  const text = row.text(column);
  if (text === '') return 0;
  if (!form.test(text)) findings.fault(row.line, `${column} "${text}" is no whole number`);
  const quantity = Number(text);
  if (quantity < 0) findings.note(row.line, `the quantity ${text} becomes 0 on hand`);
  return Math.max(quantity, 0);
}
