import { checkRows, type RowGroup } from '../catalog-format.js';
import { readAmount, readOnHand, WHOLE_WITH_DECIMALS } from '../cells.js';
import { Findings } from '../../findings.js';
import { asDraft, rowsForSale } from '../for-sale.js';
import { slugForHandle, slugForTitle } from '../generated-names.js';
import { readHtml } from '../html-description.js';
import { hasTags, htmlToText } from '../../../products/html-text.js';
import { readImages } from './magento-images.js';
import { ownRowsOf } from './magento-store-views.js';
import { optionsOf, optionValuesOf, variationsOf } from './magento-variations.js';
import type { ProductDraft, ReadProduct, VariantDraft } from '../product-draft.js';
import { MAGENTO_SALE, readSale } from '../sales.js';
import type { SheetRow } from '../../csv/sheet.js';

/** Root of each Magento tree, hidden from shoppers. */
const ROOT = 'Default Category';
const SIMPLE = ['simple', 'virtual', 'downloadable'];
const HIDDEN = 'not visible individually';

/** Reads a configurable product with its simple products as variants, or a simple product alone. */
export function readMagento(group: RowGroup, currency: string): ReadProduct {
  const findings = new Findings();
  checkRows(group, findings);
  const { own, head } = ownRowsOf(group, findings);
  const key = head.text('url_key');
  checkTypes(own, head, findings);
  const { rows, isAnyForSale } = variantRowsOf(own, head, findings);
  const named = optionValuesOf(head);
  const saysOptions = head.header.has('configurable_variations');
  const values = rows.map((row) => named.get(row.text('sku')) ?? {});
  const status = statusOf(head, findings);
  const description = head.written('description') || head.written('short_description');
  return findings.read({
    line: head.line,
    slug: key === '' ? slugForTitle(head.text('name'), group.handle) : slugForHandle(key),
    isSlugMade: key === '',
    title: decoded(head.text('name')),
    ...(head.saysAny(['description', 'short_description']) && readHtml(description, head.line, findings)),
    status: isAnyForSale ? status : asDraft(head.line, status, findings),
    categories: head.header.has('categories') ? categoriesOf(head.text('categories')) : undefined,
    options: saysOptions ? optionsOf(values) : undefined,
    variants: rows.map((row, at) =>
      readVariant(row, saysOptions ? values[at]! : undefined, currency, findings),
    ),
    images: head.saysAny(['base_image', 'additional_images'])
      ? readImages([head, ...rows], findings)
      : undefined,
  });
}

function checkTypes(rows: readonly SheetRow[], head: SheetRow, findings: Findings): void {
  const type = head.text('product_type');
  if (type !== 'configurable' && !SIMPLE.includes(type))
    findings.fault(head.line, `products of type "${type}" cannot be sold here`);
  if (['virtual', 'downloadable'].includes(type))
    findings.note(head.line, `"${type}" becomes a product that is shipped`);
  for (const row of rows) {
    const isVariant = type === 'configurable' && row.text('sku') !== head.text('sku');
    if (row !== head && !isVariant) findings.fault(row.line, `the SKU stands on line ${head.line} already`);
  }
}

/** Returns the rows of variants for sale, in the product's order; a simple product is its own variant. */
function variantRowsOf(rows: readonly SheetRow[], head: SheetRow, findings: Findings) {
  if (head.text('product_type') !== 'configurable') return { rows: [head], isAnyForSale: true };
  const named = variationsOf(head);
  if (named.length === 0) findings.fault(head.line, 'configurable_variations names no variant');
  const children = named.flatMap(({ sku }) => {
    const [row, ...others] = rows.filter((each) => each !== head && each.text('sku') === sku);
    for (const other of others) findings.fault(other.line, `the SKU ${sku} stands twice`);
    if (!row) findings.fault(head.line, `the variant ${sku} is not in the file`);
    return row ?? [];
  });
  return rowsForSale(children, isOnline, (row) => row.text('sku'), findings);
}

function readVariant(
  row: SheetRow,
  options: Readonly<Record<string, string>> | undefined,
  currency: string,
  findings: Findings,
): VariantDraft {
  const price = readAmount(row, 'price', currency, findings);
  return {
    line: row.line,
    sku: row.text('sku'),
    options,
    prices: [{ ...price, sale: readSale(row, MAGENTO_SALE, price, findings) }],
    onHand: readOnHand(row, 'qty', findings, WHOLE_WITH_DECIMALS),
  };
}

function statusOf(row: SheetRow, findings: Findings): ProductDraft['status'] {
  if (row.text('visibility').toLowerCase() === HIDDEN) {
    findings.note(row.line, 'it is not visible by itself and becomes a draft');
    return 'draft';
  }
  if (row.text('product_online') === '') return undefined;
  return isOnline(row) ? 'active' : 'draft';
}

const isOnline = (row: SheetRow): boolean => ['', '1'].includes(row.text('product_online'));

/** Names may contain entities (`HeatTec&reg;`) without being HTML. */
const decoded = (name: string): string => (hasTags(name) ? name : htmlToText(name));

/** A backslash escapes a slash in a name. */
const categoriesOf = (text: string): string[][] =>
  text
    .split(',')
    .map((path) => path.split(/(?<!\\)\//).map((name) => name.replaceAll('\\/', '/').trim()))
    .map((names) => (names[0] === ROOT ? names.slice(1) : names).filter(Boolean))
    .filter((names) => names.length > 0);
