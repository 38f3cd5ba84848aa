import { instantOf } from '../../../../common/http/instant.validator.js';
import { isCurrency } from '../../../../common/money/currencies.js';
import { OWN_COLUMNS, readPath, unguarded } from '../../../export/own-csv.js';
import { type CatalogFormat, checkRows, type RowGroup } from '../catalog-format.js';
import { readAmount, readOnHand } from '../cells.js';
import { Findings } from '../../findings.js';
import type { ImageDraft, OptionDraft, ProductDraft, ReadProduct, VariantDraft } from '../product-draft.js';
import type { SaidPrice } from '../said-prices.js';
import type { SheetRow } from '../../csv/sheet.js';

const { product, options, variant } = OWN_COLUMNS;
const OF_A_CURRENCY = /^(?:price|compare-at|sale|sale starts|sale ends) ([a-z]{3})$/i;
const OPTION_COLUMNS = options.flatMap(({ name, value }) => [name, value]);
/** Columns of the product, used on its first row only. */
const OF_THE_PRODUCT = [...product.filter((column) => column !== 'slug'), ...options.map(({ name }) => name)];

export const OWN: CatalogFormat = {
  name: 'Cartwright',
  columns: {
    required: ['slug', 'title', 'sku'],
    optional: [...product, ...variant, ...OPTION_COLUMNS],
  },
  isRead: (name) => OF_A_CURRENCY.test(name),
  handleOf: (row) => row.written('slug'),
  read,
};

function read(group: RowGroup): ReadProduct {
  const findings = new Findings();
  const first = group.rows[0]!;
  checkRows(group, findings);
  const title = textOf(first, 'title');
  for (const row of group.rows.slice(1)) refuseOthers(row, first, findings);
  const named = options.flatMap(({ name, value }) =>
    textOf(first, name) === '' ? [] : [{ name: textOf(first, name), value }],
  );
  const saysOptions = first.saysAny(OPTION_COLUMNS);
  const variants = group.rows.map((row) => readVariant(row, saysOptions ? named : undefined, findings));
  return findings.read({
    line: first.line,
    slug: first.written('slug'),
    title,
    ...readDescription(first),
    status: (textOf(first, 'status') || undefined) as ProductDraft['status'],
    hasExactNames: true,
    categories: first.header.has('categories') ? linesOf(first, 'categories').map(readPath) : undefined,
    options: saysOptions ? named.map(({ name }) => optionOf(name, variants)) : undefined,
    variants,
    images: first.header.has('images')
      ? linesOf(first, 'images').map((text) => imageOf(text, first.line))
      : undefined,
  });
}

/** A later row with other product data belongs to another product, or was edited by mistake. */
function refuseOthers(row: SheetRow, first: SheetRow, findings: Findings): void {
  for (const column of OF_THE_PRODUCT) {
    if (!['', first.written(column)].includes(row.written(column)))
      findings.fault(row.line, `the ${column} is not that of line ${first.line}`);
  }
}

function readDescription(row: SheetRow): Pick<ProductDraft, 'description' | 'descriptionFormat'> {
  if (!row.header.has('description')) return {};
  const format = textOf(row, 'description format') || (row.header.has('description format') ? 'text' : '');
  return {
    description: textOf(row, 'description'),
    ...(format !== '' && { descriptionFormat: format as NonNullable<ProductDraft['descriptionFormat']> }),
  };
}

const optionOf = (name: string, variants: readonly VariantDraft[]): OptionDraft => ({
  name,
  values: [...new Set(variants.map((variant) => variant.options?.[name] ?? ''))],
});

function readVariant(
  row: SheetRow,
  named: readonly { name: string; value: string }[] | undefined,
  findings: Findings,
): VariantDraft {
  const prices = currenciesOf(row).flatMap((currency) => readPrice(row, currency, findings) ?? []);
  if (prices.every(({ amount }) => amount === null)) findings.fault(row.line, 'the variant has no price');
  if (named) refuseNameless(row, named, findings);
  return {
    line: row.line,
    sku: textOf(row, 'sku'),
    options: named && Object.fromEntries(named.map(({ name, value }) => [name, textOf(row, value)])),
    prices,
    onHand: readOnHand(row, 'on hand', findings),
  };
}

function refuseNameless(row: SheetRow, named: readonly { value: string }[], findings: Findings): void {
  const known = new Set(named.map(({ value }) => value));
  for (const { name, value } of options) {
    if (!known.has(value) && textOf(row, value) !== '') findings.fault(row.line, `${value} has no ${name}`);
  }
}

const currenciesOf = (row: SheetRow): string[] => [
  ...new Set(
    row.header.row.cells.flatMap((name) => OF_A_CURRENCY.exec(name.trim())?.[1]?.toUpperCase() ?? []),
  ),
];

function readPrice(row: SheetRow, currency: string, findings: Findings): SaidPrice | undefined {
  const column = `price ${currency}`;
  if (row.text(column) === '') {
    refuseBesideNone(row, currency, findings);
    return row.header.has(column) ? { currency, amount: null } : undefined;
  }
  if (!isCurrency(currency)) findings.fault(row.line, `"${column}" names no ISO 4217 currency`);
  const { amount } = readAmount(row, column, currency, findings);
  const compareAt = readCompareAt(row, currency, findings);
  return { currency, amount, compareAt, sale: readSale(row, currency, findings) };
}

function refuseBesideNone(row: SheetRow, currency: string, findings: Findings): void {
  for (const column of [`compare-at ${currency}`, `sale ${currency}`]) {
    if (row.text(column) !== '') findings.fault(row.line, `${column} needs a price in ${currency}`);
  }
}

/** Kept as written, since the shop itself may have one that is not above the price. */
function readCompareAt(row: SheetRow, currency: string, findings: Findings): SaidPrice['compareAt'] {
  const column = `compare-at ${currency}`;
  if (!row.header.has(column)) return undefined;
  return row.text(column) === '' ? null : readAmount(row, column, currency, findings).amount;
}

/** An empty amount means no sale; 0 is a price. */
function readSale(row: SheetRow, currency: string, findings: Findings): SaidPrice['sale'] {
  const column = `sale ${currency}`;
  if (!row.saysAny([column, `sale starts ${currency}`, `sale ends ${currency}`])) return undefined;
  const startsAt = momentIn(row, `sale starts ${currency}`, findings);
  const endsAt = momentIn(row, `sale ends ${currency}`, findings);
  if (row.text(column) !== '') return { ...readAmount(row, column, currency, findings), startsAt, endsAt };
  if (startsAt ?? endsAt) findings.fault(row.line, `${column} is empty, but the sale has dates`);
  return null;
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
