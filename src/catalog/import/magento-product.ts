import { checkRows, type RowGroup } from './catalog-format.js';
import { readAmount, readOnHand } from './cells.js';
import { Findings } from './findings.js';
import { slugForHandle, slugForTitle } from './generated-names.js';
import { htmlToText } from './html-text.js';
import { labelsOf, variationsOf } from './magento-variations.js';
import type { ImageDraft, ProductDraft, ReadProduct, VariantDraft } from './product-draft.js';
import { MAGENTO_SALE, readSale } from './sales.js';
import type { SheetRow } from './sheet.js';
import { isWebAddress } from './shopify-images.js';

/** The root of every tree, which shoppers never see. */
const ROOT = 'Default Category';
const SIMPLE = ['simple', 'virtual', 'downloadable'];
const HIDDEN = 'not visible individually';

/** Reads a configurable product with the simple ones that are its variants, or a simple product that stands alone. */
export function readMagento(group: RowGroup, currency: string): ReadProduct {
  const findings = new Findings();
  checkRows(group, findings);
  const head = group.rows.find((row) => row.text('sku') === group.handle) ?? group.rows[0]!;
  const key = head.text('url_key');
  checkTypes(group.rows, head, findings);
  const description = head.written('description') || head.written('short_description');
  return findings.read({
    line: head.line,
    slug: key === '' ? slugForTitle(head.text('name'), group.handle) : slugForHandle(key),
    isSlugMade: key === '',
    title: head.text('name'),
    description: head.saysAny(['description', 'short_description']) ? htmlToText(description) : undefined,
    status: statusOf(head, findings),
    categories: head.header.has('categories') ? categoriesOf(head.text('categories')) : undefined,
    ...variantsOf(group.rows, head, currency, findings),
    images: head.saysAny(['base_image', 'additional_images']) ? imagesOf(head, findings) : undefined,
  });
}

function checkTypes(rows: readonly SheetRow[], head: SheetRow, findings: Findings): void {
  const type = head.text('product_type');
  if (type !== 'configurable' && !SIMPLE.includes(type))
    findings.fault(head.line, `products of type "${type}" cannot be sold here`);
  if (['virtual', 'downloadable'].includes(type))
    findings.note(head.line, `"${type}" becomes a product that is shipped`);
  if (type === 'configurable') return;
  for (const row of rows) {
    if (row !== head) findings.fault(row.line, `the SKU stands on line ${head.line} already`);
  }
}

function variantsOf(rows: readonly SheetRow[], head: SheetRow, currency: string, findings: Findings) {
  if (head.text('product_type') !== 'configurable') {
    return { options: [], variants: [readVariant(head, {}, currency, findings)] };
  }
  const labels = labelsOf(head);
  const named = variationsOf(head).map(({ sku, values }) => {
    const options = [...values].map(([code, value]) => [labels.get(code) ?? titled(code), value] as const);
    return { sku, options: Object.fromEntries(options) };
  });
  const variants = named.flatMap(({ sku, options }) => {
    const children = rows.filter((row) => row !== head && row.text('sku') === sku);
    for (const row of children.slice(1)) findings.fault(row.line, `the SKU ${sku} stands twice`);
    if (children.length === 0) findings.fault(head.line, `the variant ${sku} is not in the file`);
    return children.slice(0, 1).map((row) => readVariant(row, options, currency, findings));
  });
  if (named.length === 0) findings.fault(head.line, 'configurable_variations names no variant');
  const names = [...new Set(named.flatMap(({ options }) => Object.keys(options)))];
  const options = names.map((name) => ({
    name,
    values: [...new Set(named.map(({ options: values }) => values[name] ?? ''))],
  }));
  return { options, variants };
}

function readVariant(
  row: SheetRow,
  options: Readonly<Record<string, string>>,
  currency: string,
  findings: Findings,
): VariantDraft {
  const price = readAmount(row, 'price', currency, findings);
  return {
    line: row.line,
    sku: row.text('sku'),
    options,
    prices: [{ ...price, sale: readSale(row, MAGENTO_SALE, price, findings) }],
    onHand: readOnHand(row, 'qty', findings),
  };
}

/** Where the file does not tell, nothing is said of it. */
function statusOf(row: SheetRow, findings: Findings): ProductDraft['status'] {
  if (row.text('visibility').toLowerCase() === HIDDEN) {
    findings.note(row.line, 'it is not visible by itself and becomes a draft');
    return 'draft';
  }
  const online = row.text('product_online');
  if (online === '') return undefined;
  return online === '1' ? 'active' : 'draft';
}

const categoriesOf = (text: string): string[][] =>
  text
    .split(',')
    .map((path) => path.split('/').map((name) => name.trim()))
    .map((names) => (names[0] === ROOT ? names.slice(1) : names).filter(Boolean))
    .filter((names) => names.length > 0);

/** Paths below the old shop's media folder say nothing about where the images are now. */
function imagesOf(row: SheetRow, findings: Findings): ImageDraft[] {
  const urls = [row.text('base_image'), ...row.text('additional_images').split(',')].filter(Boolean);
  const images = urls.filter(isWebAddress);
  if (images.length < urls.length) findings.note(row.line, 'images without a web address are left out');
  return [...new Set(images)].map((url) => ({ line: row.line, url, alt: '' }));
}

const titled = (code: string): string =>
  `${code.charAt(0).toUpperCase()}${code.slice(1)}`.replaceAll('_', ' ');
