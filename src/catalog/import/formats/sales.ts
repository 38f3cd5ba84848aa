import { isDay } from '../../../common/http/instant.validator.js';
import type { Money } from '../../../common/money/money.js';
import type { SalePrice } from '../../products/prices.js';
import { type DecimalOf, readAmount, withDecimalPoint } from './cells.js';
import type { Findings } from '../findings.js';
import type { SheetRow } from '../csv/sheet.js';

const DAY_MS = 86_400_000;

interface WrittenDate {
  readonly at: Date;
  readonly hasTime: boolean;
}

/** Columns of a sale in an export, and how it counts the end. */
export interface SaleColumns {
  readonly amount: string;
  readonly starts: string;
  readonly ends: string;
  readonly decimalOf?: DecimalOf;
  readonly over: (end: WrittenDate) => Date;
}

/** WooCommerce includes the last second (23:59:59), and the whole last day if no time is given. */
export const WOOCOMMERCE_SALE: SaleColumns = {
  amount: 'Sale price',
  starts: 'Date sale price starts',
  ends: 'Date sale price ends',
  decimalOf: withDecimalPoint,
  over: ({ at, hasTime }) => new Date(at.getTime() + (hasTime ? 1_000 : DAY_MS)),
};

/** Magento includes the whole last day, whatever the time. */
export const MAGENTO_SALE: SaleColumns = {
  amount: 'special_price',
  starts: 'special_price_from_date',
  ends: 'special_price_to_date',
  over: ({ at }) => new Date((Math.floor(at.getTime() / DAY_MS) + 1) * DAY_MS),
};

/** Undefined means no column. Skips sales that never apply. Dates without a time zone are read as UTC. */
export function readSale(
  row: SheetRow,
  columns: SaleColumns,
  regular: Money,
  findings: Findings,
): SalePrice | null | undefined {
  if (!row.header.has(columns.amount)) return undefined;
  if (row.text(columns.amount) === '') return null;
  const sale = readAmount(row, columns.amount, regular.currency, findings, columns.decimalOf);
  const startsAt = dateIn(row, columns.starts, findings)?.at;
  const end = dateIn(row, columns.ends, findings);
  const endsAt = end && columns.over(end);
  if (sale.amount >= regular.amount) {
    findings.note(row.line, `${columns.amount} is not below the price and is left out`);
    return null;
  }
  if (startsAt && endsAt && endsAt <= startsAt) {
    findings.note(row.line, 'the sale ends before it begins and is left out');
    return null;
  }
  if (startsAt ?? endsAt) findings.note(row.line, 'the dates of the sale are read as UTC');
  return { ...sale, startsAt: startsAt?.toISOString() ?? null, endsAt: endsAt?.toISOString() ?? null };
}

function dateIn(row: SheetRow, column: string, findings: Findings): WrittenDate | undefined {
  const text = row.text(column);
  if (text === '') return undefined;
  const date = readDate(text);
  if (!date) findings.fault(row.line, `${column} "${text}" is no date that is understood`);
  return date;
}

const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}))?)?$/;
const AMERICAN = /^(\d{1,2})\/(\d{1,2})\/(\d{4}|\d{2})(?:,? (\d{1,2}):(\d{2}) ?([AP])M)?$/i;

/** Reads `2026-11-27`, `2026-11-27 18:00:00`, and Magento's American `11/27/26, 6:00 PM`. */
export function readDate(text: string): WrittenDate | undefined {
  const [, year, month, day, ...time] = ISO.exec(text) ?? [];
  if (day !== undefined) return dateOf([year, month, day, ...time]);
  const [, americanMonth, americanDay, americanYear, hour, minute, half] = AMERICAN.exec(text) ?? [];
  if (americanYear === undefined) return undefined;
  const fullYear = americanYear.length === 2 ? `20${americanYear}` : americanYear;
  const isTwelve = hour === undefined || (Number(hour) >= 1 && Number(hour) <= 12);
  if (!isTwelve) return undefined;
  const inDay = hour && String((Number(hour) % 12) + (half?.toUpperCase() === 'P' ? 12 : 0));
  return dateOf([fullYear, americanMonth, americanDay, inDay, minute]);
}

function dateOf(parts: readonly (string | undefined)[]): WrittenDate | undefined {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.map((part) =>
    Number(part ?? 0),
  );
  if (year < 1970 || !isDay(year, month, day) || hour > 23 || minute > 59 || second > 59) return undefined;
  return {
    at: new Date(Date.UTC(year, month - 1, day, hour, minute, second)),
    hasTime: parts[3] !== undefined,
  };
}
