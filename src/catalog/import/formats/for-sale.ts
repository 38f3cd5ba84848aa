import type { Findings } from '../findings.js';
import type { ProductDraft } from './product-draft.js';
import type { SheetRow } from '../csv/sheet.js';

type Status = ProductDraft['status'];

/**
 * The variants that the other shop sells: here a variant is for sale whenever its product is, so the others are left
 * out. All of them where none is sold there; then the product must not be for sale here.
 */
export function rowsForSale(
  rows: readonly SheetRow[],
  isForSale: (row: SheetRow) => boolean,
  nameOf: (row: SheetRow) => string,
  findings: Findings,
): { rows: readonly SheetRow[]; isAnyForSale: boolean } {
  const judged = rows.map((row) => ({ row, isKept: isForSale(row) }));
  if (!judged.some(({ isKept }) => isKept)) return { rows, isAnyForSale: false };
  for (const { row, isKept } of judged) {
    if (!isKept) findings.note(row.line, `the variant ${nameOf(row)} is not for sale there and is left out`);
  }
  return { rows: judged.filter(({ isKept }) => isKept).map(({ row }) => row), isAnyForSale: true };
}

/** The status of a product none of whose variants is for sale. */
export function asDraft(line: number, status: Status, findings: Findings): Status {
  if (status !== 'draft')
    findings.note(line, 'none of its variants is for sale there: it becomes a draft with all of them');
  return 'draft';
}
