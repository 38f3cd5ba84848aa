import { instantOf } from '../../common/http/instant.validator.js';
import { isCurrency, type Money } from '../../common/money/money.js';
import { OWN_COLUMNS, readPath, unguarded } from '../own-csv.js';
import type { SalePrice } from '../prices.js';
import { type CatalogFormat, checkRows, type RowGroup } from './catalog-format.js';
import { readAmount, readCompareAt, readOnHand } from './cells.js';
import { Findings } from './findings.js';
import type { ImageDraft, OptionDraft, ProductDraft, ReadProduct, VariantDraft } from './product-draft.js';
import type { SheetRow } from './sheet.js';

const { product, options, variant } = OWN_COLUMNS;
const PRICE = /^price ([a-z]{3})$/i;
const COMPARE_AT = /^compare-at [a-z]{3}$/i;
const SALE = /^sale (starts |ends )?[a-z]{3}$/i;

/** The shop's own CSV. */
export const OWN: CatalogFormat = {
  name: 'Cartwright',
  columns: {
    required: ['slug', 'title', 'sku'],
    optional: [...product, ...variant, ...options.flatMap(({ name, value }) => [name, value])],
  },
  isRead: (name) => [PRICE, COMPARE_AT, SALE].some((column) => column.test(name)),
  handleOf: (row) => row.written('slug'),
  read,
};

function read(group: RowGroup): ReadProduct {
  const findings = new Findings();
  const first = group.rows[0]!;
  checkRows(group, findings);
  const title = textOf(first, 'title');
  for (const row of group.rows.slice(1)) {
    if (!['', title].includes(textOf(row, 'title')))
      findings.fault(row.line, `the title is not that of line ${first.line}`);
  }
  const named = options.flatMap(({ name, value }) =>
    textOf(first, name) === '' ? [] : [{ name: textOf(first, name), value }],
  );
  const variants = group.rows.map((row) => readVariant(row, named, findings));
  return findings.read({
    line: first.line,
    slug: first.written('slug'),
    title,
    description: textOf(first, 'description'),
    descriptionFormat: (textOf(first, 'description format') || 'text') as ProductDraft['descriptionFormat'],
    status: (textOf(first, 'status') || 'active') as ProductDraft['status'],
    categories: linesOf(first, 'categories').map(readPath),
    options: named.map(({ name }): OptionDraft => {
      return { name, values: [...new Set(variants.map(({ options: values }) => values[name] ?? ''))] };
    }),
    variants,
    images: linesOf(first, 'images').map((text) => imageOf(text, first.line)),
  });
}

function readVariant(
  row: SheetRow,
  named: readonly { name: string; value: string }[],
  findings: Findings,
): VariantDraft {
  const prices: Money[] = [];
  const compareAtPrices: Money[] = [];
  const salePrices: SalePrice[] = [];
  for (const column of row.header.row.cells) {
    const currency = PRICE.exec(column.trim())?.[1]?.toUpperCase();
    if (currency === undefined || row.text(column) === '') continue;
    if (!isCurrency(currency)) findings.fault(row.line, `"${column.trim()}" names no ISO 4217 currency`);
    const price = readAmount(row, column, currency, findings);
    prices.push(price);
    compareAtPrices.push(...readCompareAt(row, `compare-at ${currency}`, price, findings));
    salePrices.push(...readSale(row, currency, findings));
  }
  if (prices.length === 0) findings.fault(row.line, 'the variant has no price');
  return {
    line: row.line,
    sku: textOf(row, 'sku'),
    options: Object.fromEntries(named.map(({ name, value }) => [name, textOf(row, value)])),
    prices,
    compareAtPrices,
    ...(row.header.row.cells.some((column) => SALE.test(column.trim())) && { salePrices }),
    onHand: readOnHand(row, 'on hand', findings),
  };
}

/** A sale without an amount is none; one of 0 gives away. */
function readSale(row: SheetRow, currency: string, findings: Findings): SalePrice[] {
  const column = `sale ${currency}`;
  const startsAt = momentIn(row, `sale starts ${currency}`, findings);
  const endsAt = momentIn(row, `sale ends ${currency}`, findings);
  if (row.text(column) !== '') return [{ ...readAmount(row, column, currency, findings), startsAt, endsAt }];
  if (startsAt ?? endsAt) findings.fault(row.line, `${column} is empty, but the sale has dates`);
  return [];
}

function momentIn(row: SheetRow, column: string, findings: Findings): string | null {
  const text = row.text(column);
  if (text === '') return null;
  const moment = instantOf(text);
  if (!moment)
    findings.fault(row.line, `${column} "${text}" is no date and time such as 2026-11-27T00:00:00Z`);
  return moment?.toISOString() ?? null;
}

const textOf = (row: SheetRow, column: string): string => unguarded(row.written(column));

const linesOf = (row: SheetRow, column: string): string[] =>
  textOf(row, column)
    .split(/\r?\n/)
    .filter((line) => line !== '');

function imageOf(text: string, line: number): ImageDraft {
  const [url = ''] = text.split(' ', 1);
  return { line, url, alt: text.slice(url.length + 1) };
}
