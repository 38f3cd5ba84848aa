import type { Findings } from '../findings.js';
import type { ProductDraft } from './product-draft.js';
import type { SheetRow } from '../csv/sheet.js';

type Status = ProductDraft['status'];

/** Drops variants that the other shop does not sell. If it sells none, keeps all; the product must then be a draft. */
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

export function asDraft(line: number, status: Status, findings: Findings): Status {
  if (status !== 'draft')
    findings.note(line, 'the other shop sells none of its variants: it becomes a draft with all of them');
  return 'draft';
}
