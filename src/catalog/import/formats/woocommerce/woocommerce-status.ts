import type { Findings } from '../../findings.js';
import type { ProductDraft } from '../product-draft.js';
import type { SheetRow } from '../../csv/sheet.js';

const PUBLISHED: Readonly<Record<string, ProductDraft['status']>> = {
  '1': 'active',
  '0': 'draft',
  '-1': 'draft',
  '2': 'draft',
};

/** Status of a product or variation; variations of a draft are drafts too. Without the column the status stays. */
export function statusOf(row: SheetRow, findings: Findings): ProductDraft['status'] {
  const published = row.text('Published');
  if (published === '') return undefined;
  const status = PUBLISHED[published];
  if (status === undefined) findings.fault(row.line, `Published is "${published}"`);
  return status ?? 'draft';
}
