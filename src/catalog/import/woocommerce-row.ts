import type { SheetRow } from './sheet.js';

/** Types have additions: `simple, downloadable, virtual`. */
export const typeOf = (row: SheetRow): string => row.text('Type').toLowerCase().split(',')[0]!.trim();

export const isVariation = (row: SheetRow): boolean => typeOf(row) === 'variation';

/** What a row is known by in the file. */
export const nameOf = (row: SheetRow): string => row.text('SKU') || `id:${row.text('ID')}`;
