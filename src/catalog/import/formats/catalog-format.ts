import type { CsvRow } from '../csv/csv-file.js';
import type { Findings } from '../findings.js';
import type { ReadProduct } from './product-draft.js';
import type { Columns, SheetRow } from '../csv/sheet.js';

export interface RowGroup<C extends string = string> {
  /** Shared key of the rows: a handle, a slug, or a parent's SKU. */
  readonly handle: string;
  readonly rows: readonly SheetRow<C>[];
  readonly isTooLong: boolean;
}

/** A file format: how its header identifies it, and how its rows become products. */
export interface CatalogFormat<C extends string = string> {
  readonly name: string;
  readonly columns: Columns<C>;
  /** Accepts further columns, such as one for each currency. */
  readonly isRead?: (name: string) => boolean;
  /** Reverses the export's protection of cells against spreadsheets. */
  readonly unguarded?: (cell: string) => string;
  handleOf(row: SheetRow<C>): string;
  /** For files in which the rows of a product are not adjacent: aliases of product keys. */
  readonly kinship?: (rows: Iterable<SheetRow<C>>) => ReadonlyMap<string, string>;
  /** Builds a product from its rows. `currency` is for prices without a currency of their own. */
  read(group: RowGroup<C>, currency: string): ReadProduct;
}

export type AnyFormat = CatalogFormat;

export function checkRows(group: RowGroup, findings: Findings): void {
  if (group.isTooLong) findings.fault(group.rows[0]!.line, `it has more than ${group.rows.length} rows`);
  for (const row of group.rows) {
    if (row.isWiderThanHeader) findings.fault(row.line, 'the row has more cells than the header');
    if (row.hasNul) findings.fault(row.line, 'the row has a NUL character');
  }
}

export const columnsIn = (header: CsvRow): string =>
  header.cells
    .map((name) => `"${name.trim()}"`)
    .slice(0, 10)
    .join(', ');
