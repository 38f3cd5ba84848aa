import type { SheetRow } from '../../csv/sheet.js';

/** Types have suffixes: `simple, downloadable, virtual`. */
export const typeOf = (row: SheetRow): string => row.text('Type').toLowerCase().split(',')[0]!.trim();

export const isVariation = (row: SheetRow): boolean => typeOf(row) === 'variation';

/** Key of a row in the file; a row without one gets a group of its own, so that its fault names its line. */
export const nameOf = (row: SheetRow): string =>
  row.text('SKU') || (row.text('ID') === '' ? `line ${row.line}` : `id:${row.text('ID')}`);

export const handleOf = (row: SheetRow): string => (isVariation(row) && row.text('Parent')) || nameOf(row);

/** Whether the row has no key and no parent. */
export const isNameless = (row: SheetRow): boolean =>
  ['SKU', 'ID'].every((column) => row.text(column) === '') && !(isVariation(row) && row.text('Parent'));
