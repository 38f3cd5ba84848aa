import { parse } from 'csv-parse/sync';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { fromDecimal } from '../../src/common/money/decimal.js';
import { MAX_AMOUNT } from '../../src/common/money/money.js';

/** The history names no currency: its shop sold in pounds. */
export const CURRENCY = 'GBP';

/** One line of an invoice. */
export interface Line {
  /** Where it stands in the file. */
  readonly number: number;
  readonly invoice: string;
  /** The stock code, letter by letter: codes that differ by case are different articles. */
  readonly code: string;
  readonly description: string;
  /** Negative where goods came back or went missing. */
  readonly quantity: number;
  /** Minor units. */
  readonly unitPrice: number;
  readonly at: string;
  /** Empty where the till did not ask. */
  readonly customer: string;
  readonly country: string;
}

/** A line that says nothing that could be replayed. */
export interface UnreadableLine {
  readonly number: number;
  readonly invoice: string;
  readonly code: string;
  readonly reason: string;
}

export interface InvoiceFile {
  readonly lines: readonly Line[];
  readonly unreadable: readonly UnreadableLine[];
}

const COLUMNS = [
  'InvoiceNo',
  'StockCode',
  'Description',
  'Quantity',
  'InvoiceDate',
  'UnitPrice',
  'CustomerID',
  'Country',
] as const;

type Row = Readonly<Record<(typeof COLUMNS)[number], string>>;

const MOST_UNITS = 1_000_000;
const GZIP = 0x1f8b;

/** Reads a file of invoice lines (the columns of the UCI data set "Online Retail"), plain or compressed by gzip. */
export function readInvoices(path: string): InvoiceFile {
  const bytes = readFileSync(path);
  return parseInvoices((bytes.readUInt16BE(0) === GZIP ? gunzipSync(bytes) : bytes).toString('utf8'));
}

/** Throws when the text is not of that form at all. A single bad line is told, not thrown. */
export function parseInvoices(text: string): InvoiceFile {
  const rows = parse(text, { columns: checkedHeader, bom: true, info: true, skip_empty_lines: true });
  const read = (rows as unknown as { record: Row; info: { lines: number } }[]).map(({ record, info }) =>
    lineOf(record, info.lines),
  );
  return {
    lines: read.filter((line): line is Line => !('reason' in line)),
    unreadable: read.filter((line): line is UnreadableLine => 'reason' in line),
  };
}

function checkedHeader(header: string[]): string[] {
  const missing = COLUMNS.filter((name) => !header.includes(name));
  if (missing.length > 0) throw new Error(`The file has no column ${missing.join(', ')}`);
  return header;
}

function lineOf(row: Row, number: number): Line | UnreadableLine {
  const [invoice, code] = [row.InvoiceNo.trim(), row.StockCode.trim()];
  const quantity = /^-?\d{1,7}$/.test(row.Quantity) ? Number(row.Quantity) : 0;
  const price = fromDecimal(row.UnitPrice, CURRENCY);
  const reason = faultOf(row, quantity, price?.amount);
  if (reason !== undefined || !price) return { number, invoice, code, reason: reason! };
  return {
    number,
    invoice,
    code,
    description: row.Description.replace(/\s+/g, ' ').trim(),
    quantity,
    unitPrice: price.amount,
    at: row.InvoiceDate,
    customer: row.CustomerID.replace(/\.0$/, ''),
    country: row.Country.trim(),
  };
}

function faultOf(row: Row, quantity: number, price: number | undefined): string | undefined {
  if (row.InvoiceNo.trim() === '' || row.StockCode.trim() === '') return 'it names no invoice or no article';
  if (quantity === 0 || Math.abs(quantity) > MOST_UNITS) return `"${row.Quantity}" is no quantity`;
  if (price === undefined) return `"${row.UnitPrice}" is no price in ${CURRENCY}`;
  if (price * Math.abs(quantity) > MAX_AMOUNT) return 'its amount is beyond what a shop handles';
  return undefined;
}

/** What the line says was to be paid, or given back. */
export const amountOf = (line: Line): number => line.unitPrice * line.quantity;
