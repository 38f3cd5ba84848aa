import type { SheetRow } from '../../csv/sheet.js';

/** Types have additions: `simple, downloadable, virtual`. */
export const typeOf = (row: SheetRow): string => row.text('Type').toLowerCase().split(',')[0]!.trim();

export const isVariation = (row: SheetRow): boolean => typeOf(row) === 'variation';

/** What a row is known by in the file; one without a name stands for itself, so that it is told at its own line. */
export const nameOf = (row: SheetRow): string =>
  row.text('SKU') || (row.text('ID') === '' ? `line ${row.line}` : `id:${row.text('ID')}`);

/** The product that a row belongs to. */
export const handleOf = (row: SheetRow): string => (isVariation(row) && row.text('Parent')) || nameOf(row);

/** Whether nothing in the file tells which product the row is, or belongs to. */
export const isNameless = (row: SheetRow): boolean =>
  ['SKU', 'ID'].every((column) => row.text(column) === '') && !(isVariation(row) && row.text('Parent'));
