import { encodedAddress, isWebAddress } from '../../../image-address.js';
import { checkRows, type RowGroup } from '../catalog-format.js';
import { readAmount, readOnHand, withDecimalPoint } from '../cells.js';
import { Findings } from '../../findings.js';
import { asDraft, rowsForSale } from '../for-sale.js';
import { skuFor, slugForTitle } from '../generated-names.js';
import { type Described, readHtml } from '../html-description.js';
import { htmlToText } from '../../../products/html-text.js';
import type { ImageDraft, ReadProduct, VariantDraft } from '../product-draft.js';
import { readSale, WOOCOMMERCE_SALE } from '../sales.js';
import type { SheetRow } from '../../csv/sheet.js';
import { ATTRIBUTE_COLUMNS, noteAttributes, optionsOf, valuesOf } from './woocommerce-attributes.js';
import { isNameless, isVariation, typeOf } from './woocommerce-row.js';
import { statusOf } from './woocommerce-status.js';

const DESCRIPTIONS = ['Short description', 'Description'];
const BLOCK = /<(?:p|div|ul|ol|h[1-6]|table|br)\b/i;

/** Reads a simple product, or a variable one with its variations; the parent has no price. */
export function readWooCommerce(group: RowGroup, currency: string): ReadProduct {
  const findings = new Findings();
  checkRows(group, findings);
  const parent = group.rows.find((row) => !isVariation(row)) ?? group.rows[0]!;
  const type = typeOf(parent);
  const variations = group.rows.filter(isVariation);
  checkTypes(group, parent, findings);
  const status = statusOf(parent, findings);
  const { rows, isAnyForSale } =
    type === 'variable' ? variationsForSale(variations, findings) : { rows: [parent], isAnyForSale: true };
  const options = type === 'variable' ? optionsOf(rows) : [];
  const saysOptions = parent.saysAny(ATTRIBUTE_COLUMNS.map(({ name }) => name));
  const variants = rows.map((row) => {
    const values = valuesOf(
      row,
      options.map(({ name }) => name),
      findings,
    );
    const variant = readVariant(row, group.handle, values, currency, findings);
    return saysOptions ? variant : { ...variant, options: undefined };
  });
  noteAttributes(parent, options, findings);
  for (const row of rows) if (row !== parent) noteDescription(row, findings);
  return findings.read({
    line: parent.line,
    slug: slugForTitle(parent.text('Name'), group.handle),
    isSlugMade: true,
    title: parent.text('Name'),
    ...(parent.saysAny(DESCRIPTIONS) && readDescription(parent, findings)),
    status: isAnyForSale ? status : asDraft(parent.line, status, findings),
    categories: parent.header.has('Categories') ? categoriesOf(parent) : undefined,
    options: saysOptions ? options : undefined,
    variants,
    images: parent.header.has('Images') ? imagesOf([parent, ...rows], findings) : undefined,
  });
}

function checkTypes(group: RowGroup, parent: SheetRow, findings: Findings): void {
  const type = typeOf(parent);
  if (isNameless(parent)) findings.fault(parent.line, 'the row has neither SKU nor ID');
  else if (type === 'variation')
    findings.fault(parent.line, `the parent "${group.handle}" is not in the file`);
  else if (!['simple', 'variable'].includes(type))
    findings.fault(parent.line, `products of type "${parent.text('Type')}" cannot be sold here`);
  const others = group.rows.filter((row) => row !== parent);
  if (type === 'variable' && others.length === 0) findings.fault(parent.line, 'it has no variations');
  for (const row of others) {
    if (type !== 'variable' || !isVariation(row))
      findings.fault(row.line, `"${group.handle}" stands on line ${parent.line} already`);
  }
}

const variationsForSale = (variations: readonly SheetRow[], findings: Findings) =>
  rowsForSale(
    variations,
    (row) => statusOf(row, findings) !== 'draft',
    (row) => row.text('SKU') || row.text('Name'),
    findings,
  );

function readVariant(
  row: SheetRow,
  handle: string,
  options: Readonly<Record<string, string>>,
  currency: string,
  findings: Findings,
): VariantDraft {
  const type = row.text('Type');
  if (type.includes(',')) findings.note(row.line, `"${type}" becomes a product that is shipped`);
  const regular = readAmount(row, 'Regular price', currency, findings, withDecimalPoint);
  return {
    line: row.line,
    sku: row.text('SKU') || skuFor(handle, Object.values(options)),
    options,
    prices: [{ ...regular, sale: readSale(row, WOOCOMMERCE_SALE, regular, findings) }],
    onHand: readStock(row, findings),
  };
}

const categoriesOf = (row: SheetRow): string[][] =>
  listOf(row.text('Categories')).map((path) => path.split(' > ').map((name) => name.trim()));

function readStock(row: SheetRow, findings: Findings): number {
  if (row.text('Stock') === '')
    findings.note(row.line, 'the other shop does not count its stock: a new variant starts with 0 on hand');
  if (!isVariation(row) || row.text('Stock') !== 'parent') return readOnHand(row, 'Stock', findings);
  findings.note(
    row.line,
    'the other shop counts the stock of the parent: a new variant starts with 0 on hand',
  );
  return 0;
}

/** Short description first; line breaks are written as `\n`. */
const descriptionsOf = (row: SheetRow): string[] =>
  DESCRIPTIONS.map((column) => row.written(column).replaceAll('\\n', '\n')).filter(
    (html) => html.trim() !== '',
  );

/** Text without block elements has a paragraph on each line, which HTML would join. */
function readDescription(row: SheetRow, findings: Findings): Described {
  const parts = descriptionsOf(row);
  if (parts.some((html) => BLOCK.test(html))) return readHtml(parts.join('\n'), row.line, findings);
  return { description: parts.map(htmlToText).filter(Boolean).join('\n\n'), descriptionFormat: 'text' };
}

function noteDescription(row: SheetRow, findings: Findings): void {
  if (descriptionsOf(row).length > 0) findings.note(row.line, 'the description of the variation is left out');
}

/** A backslash escapes a comma in a value. */
const listOf = (text: string): string[] =>
  text
    .split(/(?<!\\),/)
    .map((part) => part.replaceAll('\\,', ',').trim())
    .filter(Boolean);

function imagesOf(rows: readonly SheetRow[], findings: Findings): ImageDraft[] {
  const images = new Map<string, ImageDraft>();
  for (const row of rows) {
    for (const url of listOf(row.text('Images')).map(encodedAddress)) {
      if (!isWebAddress(url)) findings.fault(row.line, `Images "${url}" is no plain http or https address`);
      if (!images.has(url)) images.set(url, { line: row.line, url, alt: '' });
    }
  }
  return [...images.values()];
}
