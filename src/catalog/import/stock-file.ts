import { isCurrency } from '../../common/money/currencies.js';
import type { Money } from '../../common/money/money.js';
import { UnreadableFile } from '../../common/imports/unreadable-file.js';
import { MAX_ON_HAND } from '../../inventory/index.js';
import { unguarded } from '../export/own-csv.js';
import { readAmount } from './formats/cells.js';
import { type CsvRow, readCsv } from './csv/csv-file.js';
import type { OpenFile } from './csv/file-bytes.js';
import { Findings } from './findings.js';
import type { Finding } from './formats/product-draft.js';
import { hasAll, SheetHeader, SheetRow } from './csv/sheet.js';

/** Column names that exports use for the count. */
const COUNTS = ['on hand', 'onHand', 'stock'] as const;
const PRICE = /^price ([a-z]{3})$/i;
const COLUMNS = { required: ['sku'], optional: [...COUNTS, 'price', 'currency'] } as const;

/** What a row says about the variant with its SKU. Empty cells change nothing. */
export interface StockRow {
  readonly line: number;
  readonly sku: string;
  readonly onHand?: number;
  readonly prices: readonly Money[];
  readonly faults: readonly Finding[];
}

export interface StockSurvey {
  readonly rows: number;
  readonly hasPrices: boolean;
  readonly unreadColumns: ReadonlySet<string>;
}

/** Reads the whole file without keeping it, so that a truncated file changes nothing. */
export async function surveyStock(open: OpenFile): Promise<StockSurvey> {
  const unreadColumns = new Set<string>();
  let rows = 0;
  let hasPrices = false;
  for await (const row of sheetOf(open)) {
    rows += 1;
    hasPrices ||= row.header.row.cells.some((name) => isPrice(name));
    for (const column of row.unreadColumns) unreadColumns.add(column);
  }
  if (rows === 0) throw new UnreadableFile('The file has a header and no rows.');
  return { rows, hasPrices, unreadColumns };
}

/** Reads rows of `sku`, `on hand`, and `price` with `currency` or `price USD`; the shop's own export fits. */
export async function* readStock(open: OpenFile, currency: string): AsyncGenerator<StockRow> {
  for await (const row of sheetOf(open)) yield readRow(row, currency);
}

async function* sheetOf(open: OpenFile): AsyncGenerator<SheetRow> {
  let header: SheetHeader | undefined;
  for await (const row of readCsv(open())) {
    if (header) yield new SheetRow(header, row);
    else header = headerOf(row);
  }
  if (!header) throw new UnreadableFile('The file is empty.');
}

function headerOf(row: CsvRow): SheetHeader {
  const counts = COUNTS.filter((name) => hasAll(row, [name]));
  const hasPrice = row.cells.some((name) => isPrice(name));
  if (!hasAll(row, COLUMNS.required) || (counts.length === 0 && !hasPrice)) {
    throw new UnreadableFile('The header must name sku, and on hand, price (with currency) or both.');
  }
  if (counts.length > 1) throw new UnreadableFile(`The header names the count twice: ${counts.join(', ')}.`);
  return new SheetHeader(row, COLUMNS, (name) => PRICE.test(name.trim()));
}

const isPrice = (name: string): boolean => PRICE.test(name.trim()) || name.trim().toLowerCase() === 'price';

function readRow(row: SheetRow, currency: string): StockRow {
  const findings = new Findings();
  const { line } = row;
  if (row.isWiderThanHeader) findings.fault(line, 'the row has more cells than the header');
  if (row.hasNul) findings.fault(line, 'the row has a NUL character');
  const sku = unguarded(row.written('sku'));
  if (sku.trim() === '') findings.fault(line, 'sku is empty');
  const onHand = readCount(row, findings);
  const prices = readPrices(row, currency, findings);
  if (onHand === undefined && prices.length === 0 && findings.faults.length === 0) {
    findings.fault(line, 'the row has neither a count nor a price');
  }
  return { line, sku, ...(onHand !== undefined && { onHand }), prices, faults: findings.faults };
}

function readCount(row: SheetRow, findings: Findings): number | undefined {
  const column = COUNTS.find((name) => row.text(name) !== '');
  if (column === undefined) return undefined;
  const text = row.text(column);
  if (/^\d{1,10}$/.test(text) && Number(text) <= MAX_ON_HAND) return Number(text);
  findings.fault(row.line, `${column} "${text}" is no whole number from 0 to ${MAX_ON_HAND}`);
  return undefined;
}

function readPrices(row: SheetRow, currency: string, findings: Findings): Money[] {
  const prices = row.header.row.cells.filter(isPrice).flatMap((column) => {
    if (row.text(column) === '') return [];
    const named =
      PRICE.exec(column.trim())?.[1]?.toUpperCase() ?? (row.text('currency').toUpperCase() || currency);
    if (isCurrency(named)) return [readAmount(row, column, named, findings)];
    findings.fault(row.line, `"${String(named)}" is no ISO 4217 currency`);
    return [];
  });
  const twice = prices.find((price, at) => prices.findIndex((each) => each.currency === price.currency) < at);
  if (twice) findings.fault(row.line, `the row has two prices in ${twice.currency}`);
  return prices;
}
