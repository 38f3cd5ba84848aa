import { Findings, type Finding } from './findings.js';
import { slugForHandle } from './generated-names.js';
import { htmlToText } from './html-text.js';
import type { ShopifyGroup } from './shopify-file.js';
import { readImages, type ImageDraft } from './shopify-images.js';
import type { OptionDraft } from './shopify-options.js';
import type { ShopifyRow } from './shopify-row.js';
import { readVariants, type VariantDraft } from './shopify-variants.js';

/** A product as the file describes it, before the shop has looked at it. */
export interface ProductDraft {
  /** Where the product begins in the file. */
  readonly line: number;
  readonly slug: string;
  readonly title: string;
  readonly description: string;
  readonly status: 'draft' | 'active' | 'archived';
  /** Names of its categories: Shopify's type, or its tags where it has no type. */
  readonly categories: readonly string[];
  readonly options: readonly OptionDraft[];
  readonly variants: readonly VariantDraft[];
  readonly images: readonly ImageDraft[];
}

export interface ReadProduct {
  /** Undefined when a fault refuses the product. */
  readonly draft?: ProductDraft;
  readonly faults: readonly Finding[];
  readonly notes: readonly Finding[];
}

/** Reads the rows of one product. The first row describes it; each row may add a variant, an image, or both. */
export function readProduct(group: ShopifyGroup, currency: string): ReadProduct {
  const findings = new Findings();
  const first = group.rows[0]!;
  checkRows(group, findings);
  const draft: ProductDraft = {
    line: first.line,
    slug: readSlug(first, findings),
    title: readTitle(first, findings),
    description: htmlToText(first.written('Body (HTML)')),
    status: readStatus(first, findings),
    categories: readCategories(first),
    ...readVariants(group.rows, currency, findings),
    images: readImages(group.rows, findings),
  };
  if (findings.faults.length > 0) return { faults: findings.faults, notes: findings.notes };
  return { draft, faults: [], notes: findings.notes };
}

function checkRows(group: ShopifyGroup, findings: Findings): void {
  if (group.isTooLong) findings.fault(group.rows[0]!.line, `it has more than ${group.rows.length} rows`);
  for (const row of group.rows) {
    if (row.isWiderThanHeader) findings.fault(row.line, 'the row has more cells than the header');
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

/** In Shopify a product can be active and yet not published to the online store; such a one is not for sale here. */
function readStatus(row: ShopifyRow, findings: Findings): ProductDraft['status'] {
  const status = row.text('Status').toLowerCase() || 'active';
  if (isTrue(row, 'Gift Card', findings, false)) findings.fault(row.line, 'gift cards cannot be sold');
  const isPublished = isTrue(row, 'Published', findings, true);
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

function readCategories(row: ShopifyRow): string[] {
  const type = row.text('Type');
  const names = type === '' ? row.text('Tags').split(',') : [type];
  return names.map((name) => name.trim()).filter(Boolean);
}
