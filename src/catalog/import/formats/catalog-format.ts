import type { CsvRow } from '../csv/csv-file.js';
import type { Findings } from '../findings.js';
import type { ReadProduct } from './product-draft.js';
import type { Columns, SheetRow } from '../csv/sheet.js';

/** The rows of one product. */
export interface RowGroup<C extends string = string> {
  /** What the rows share: a handle, a slug, a parent's SKU. */
  readonly handle: string;
  readonly rows: readonly SheetRow<C>[];
  /** Has more rows than a product can have; the ones beyond are not kept. */
  readonly isTooLong: boolean;
}

/** A kind of file that the import reads: how it is told by its header, and how its rows become products. */
export interface CatalogFormat<C extends string = string> {
  /** As people know it. */
  readonly name: string;
  readonly columns: Columns<C>;
  /** Whether a column beyond those named is read, as where each currency has one. */
  readonly isRead?: (name: string) => boolean;
  /** The text that the other shop made a cell of, where its export guards cells against spreadsheets. */
  readonly unguarded?: (cell: string) => string;
  /** The product that a row belongs to. */
  handleOf(row: SheetRow<C>): string;
  /** For files in which the rows of a product stand apart: other names of the products that rows belong to. */
  readonly kinship?: (rows: Iterable<SheetRow<C>>) => ReadonlyMap<string, string>;
  /** Makes a product of its rows. `currency` is that of prices which do not say it themselves. */
  read(group: RowGroup<C>, currency: string): ReadProduct;
}

/** A format with its columns' names forgotten, so that several stand in one list. */
export type AnyFormat = CatalogFormat;

export function checkRows(group: RowGroup, findings: Findings): void {
  if (group.isTooLong) findings.fault(group.rows[0]!.line, `it has more than ${group.rows.length} rows`);
  for (const row of group.rows) {
    if (row.isWiderThanHeader) findings.fault(row.line, 'the row has more cells than the header');
    if (row.hasNul) findings.fault(row.line, 'the row has a NUL character, which is no text');
  }
}

/** The header's row, for messages. */
export const columnsIn = (header: CsvRow): string =>
  header.cells
    .map((name) => `"${name.trim()}"`)
    .slice(0, 10)
    .join(', ');
