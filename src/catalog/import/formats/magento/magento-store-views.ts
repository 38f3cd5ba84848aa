import type { RowGroup } from '../catalog-format.js';
import type { Findings } from '../../findings.js';
import type { SheetRow } from '../../csv/sheet.js';

/** A SKU has a further row for each store view with its own translation. */
export const isTranslation = (row: SheetRow): boolean => row.text('store_view_code') !== '';

/** Returns the untranslated rows of a product and its variants, and the product's own row. */
export function ownRowsOf({ rows, handle }: RowGroup, findings: Findings) {
  for (const row of rows.filter(isTranslation)) {
    const view = row.text('store_view_code');
    findings.note(row.line, `the translation of the store view "${view}" is left out`);
  }
  const own = rows.filter((row) => !isTranslation(row));
  const head = own.find((row) => row.text('sku') === handle);
  if (!head) findings.fault(rows[0]!.line, 'the row without a store_view_code is not in the file');
  return { own, head: head ?? rows[0]! };
}
