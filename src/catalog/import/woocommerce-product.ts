import { checkRows, type RowGroup } from './catalog-format.js';
import { readAmount, readOnHand } from './cells.js';
import { Findings } from './findings.js';
import { skuFor, slugForTitle } from './generated-names.js';
import { htmlToText } from './html-text.js';
import type { ImageDraft, ProductDraft, ReadProduct, VariantDraft } from './product-draft.js';
import { readSale, WOOCOMMERCE_SALE } from './sales.js';
import type { SheetRow } from './sheet.js';
import { isWebAddress } from './shopify-images.js';
import { optionsOf, valuesOf } from './woocommerce-attributes.js';

const PUBLISHED: Readonly<Record<string, ProductDraft['status']>> = {
  '1': 'active',
  '0': 'draft',
  '-1': 'draft',
};

/** Reads a simple product, or a variable one with its variations; the parent has no price of its own. */
export function readWooCommerce(group: RowGroup, currency: string): ReadProduct {
  const findings = new Findings();
  checkRows(group, findings);
  const parent = group.rows.find((row) => typeOf(row) !== 'variation') ?? group.rows[0]!;
  const type = typeOf(parent);
  const variations = group.rows.filter((row) => typeOf(row) === 'variation');
  checkTypes(group, parent, findings);
  const options = type === 'variable' ? optionsOf(variations) : [];
  const rows = type === 'variable' ? variations : [parent];
  const variants = rows.map((row) => {
    const values = valuesOf(
      row,
      options.map(({ name }) => name),
      findings,
    );
    return readVariant(row, group.handle, values, currency, findings);
  });
  const published = parent.text('Published');
  const status = PUBLISHED[published];
  if (published !== '' && status === undefined) findings.fault(parent.line, `Published is "${published}"`);
  const description = [parent.written('Short description'), parent.written('Description')];
  return findings.read({
    line: parent.line,
    slug: slugForTitle(parent.text('Name'), group.handle),
    isSlugMade: true,
    title: parent.text('Name'),
    description: parent.saysAny(['Short description', 'Description'])
      ? description.map(plain).filter(Boolean).join('\n\n')
      : undefined,
    status,
    categories: parent.header.has('Categories') ? categoriesOf(parent) : undefined,
    options,
    variants,
    images: parent.header.has('Images') ? imagesOf(group.rows, findings) : undefined,
  });
}

/** Types have additions: `simple, downloadable, virtual`. */
const typeOf = (row: SheetRow): string => row.text('Type').toLowerCase().split(',')[0]!.trim();

function checkTypes(group: RowGroup, parent: SheetRow, findings: Findings): void {
  const type = typeOf(parent);
  if (type === 'variation') findings.fault(parent.line, `the parent "${group.handle}" is not in the file`);
  else if (!['simple', 'variable'].includes(type))
    findings.fault(parent.line, `products of type "${parent.text('Type')}" cannot be sold here`);
  else if (parent.text('Type').includes(','))
    findings.note(parent.line, `"${parent.text('Type')}" becomes a product that is shipped`);
  const others = group.rows.filter((row) => row !== parent);
  if (type === 'variable' && others.length === 0) findings.fault(parent.line, 'it has no variations');
  for (const row of others) {
    if (type !== 'variable' || typeOf(row) !== 'variation')
      findings.fault(row.line, `"${group.handle}" stands on line ${parent.line} already`);
  }
}

function readVariant(
  row: SheetRow,
  handle: string,
  options: Readonly<Record<string, string>>,
  currency: string,
  findings: Findings,
): VariantDraft {
  const regular = readAmount(row, 'Regular price', currency, findings);
  if (row.text('Stock') === '')
    findings.note(row.line, 'stock is not counted there: it begins with 0 on hand');
  return {
    line: row.line,
    sku: row.text('SKU') || skuFor(handle, Object.values(options)),
    options,
    prices: [{ ...regular, sale: readSale(row, WOOCOMMERCE_SALE, regular, findings) }],
    onHand: readOnHand(row, 'Stock', findings),
  };
}

const categoriesOf = (row: SheetRow): string[][] =>
  listOf(row.text('Categories')).map((path) => path.split(' > ').map((name) => name.trim()));

/** Line breaks are written as two characters. */
const plain = (html: string): string => htmlToText(html.replaceAll('\\n', '\n'));

/** Commas in a value have a backslash before them. */
const listOf = (text: string): string[] =>
  text
    .split(/(?<!\\),/)
    .map((part) => part.replaceAll('\\,', ',').trim())
    .filter(Boolean);

function imagesOf(rows: readonly SheetRow[], findings: Findings): ImageDraft[] {
  const images = new Map<string, ImageDraft>();
  for (const row of rows) {
    for (const url of listOf(row.text('Images'))) {
      if (!isWebAddress(url)) findings.fault(row.line, `Images "${url}" is no http or https address`);
      if (!images.has(url)) images.set(url, { line: row.line, url, alt: '' });
    }
  }
  return [...images.values()];
}
