import type { Findings } from '../../findings.js';
import type { ProductDraft } from '../product-draft.js';
import type { SheetRow } from '../../csv/sheet.js';

const PUBLISHED: Readonly<Record<string, ProductDraft['status']>> = {
  '1': 'active',
  '0': 'draft',
  '-1': 'draft',
  '2': 'draft',
};

/**
 * Whether a product or variation is for sale there; the variations of a draft are written as drafts. Where the file does
 * not tell, nothing is said of it.
 */
export function statusOf(row: SheetRow, findings: Findings): ProductDraft['status'] {
  const published = row.text('Published');
  if (published === '') return undefined;
  const status = PUBLISHED[published];
  if (status === undefined) findings.fault(row.line, `Published is "${published}"`);
  return status ?? 'draft';
}
