import { Findings } from '../../findings.js';
import { slugForHandle } from '../generated-names.js';
import { readHtml } from '../html-description.js';
import { checkRows, type RowGroup } from '../catalog-format.js';
import type { ProductDraft, ReadProduct } from '../product-draft.js';
import { readImages } from './shopify-images.js';
import type { Column, ShopifyRow } from './shopify-row.js';
import { readVariants } from './shopify-variants.js';

/** Reads a product. The first row describes it; each row may add a variant, an image, or both. */
export function readProduct(group: RowGroup<Column>, currency: string): ReadProduct {
  const findings = new Findings();
  const first = group.rows[0]!;
  checkRows(group, findings);
  checkTitles(group.rows, findings);
  const draft: ProductDraft = {
    line: first.line,
    slug: readSlug(first, findings),
    title: readTitle(first, findings),
    ...(first.header.has('Body (HTML)') && readHtml(first.written('Body (HTML)'), first.line, findings)),
    status: readStatus(first, findings),
    categories: first.saysAny(['Type', 'Tags']) ? readCategories(first, findings) : undefined,
    ...readVariants(group.rows, currency, findings),
    images: first.header.has('Image Src') ? readImages(group.rows, findings) : undefined,
  };
  return findings.read(draft);
}

/** Refuses rows that mix two products under one handle. */
function checkTitles(rows: readonly ShopifyRow[], findings: Findings): void {
  const title = rows[0]!.text('Title');
  for (const row of rows) {
    const other = row.text('Title');
    if (other !== '' && other !== title)
      findings.fault(row.line, `Title "${other}" is not that of line ${rows[0]!.line}`);
  }
}

function readSlug(row: ShopifyRow, findings: Findings): string {
  const handle = row.text('Handle');
  if (handle === '') findings.fault(row.line, 'Handle is empty');
  const slug = slugForHandle(handle);
  if (slug !== handle) findings.note(row.line, `the handle "${handle}" becomes the slug "${slug}"`);
  return slug;
}

function readTitle(row: ShopifyRow, findings: Findings): string {
  const title = row.text('Title');
  if (title === '') findings.fault(row.line, 'Title is empty');
  return title;
}

/** An active but unpublished product is not for sale here. Without both columns the status stays. */
function readStatus(row: ShopifyRow, findings: Findings): ProductDraft['status'] {
  if (isTrue(row, 'Gift Card', findings, false)) findings.fault(row.line, 'gift cards cannot be sold');
  const isPublished = isTrue(row, 'Published', findings, true);
  if (row.text('Status') === '' && row.text('Published') === '') return undefined;
  const status = row.text('Status').toLowerCase() || 'active';
  if (status === 'active') return isPublished ? 'active' : 'draft';
  if (status === 'draft' || status === 'archived') return status;
  findings.fault(row.line, `Status is "${status}", not active, draft or archived`);
  return 'draft';
}

function isTrue(
  row: ShopifyRow,
  column: 'Published' | 'Gift Card',
  findings: Findings,
  standard: boolean,
): boolean {
  const word = row.text(column).toLowerCase();
  if (word === '') return standard;
  if (word !== 'true' && word !== 'false')
    findings.fault(row.line, `${column} is "${word}", not true or false`);
  return word === 'true';
}

/** Uses the categories of the type, else those of the tags. */
function readCategories(row: ShopifyRow, findings: Findings): string[][] {
  const type = row.text('Type');
  if (type !== '' && row.text('Tags') !== '')
    findings.note(row.line, 'Tags are left out: the category is that of Type');
  const names = type === '' ? row.text('Tags').split(',') : [type];
  return names
    .map((name) => name.trim())
    .filter(Boolean)
    .map((name) => [name]);
}
