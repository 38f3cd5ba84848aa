import { fromDecimal } from '../../common/money/decimal.js';
import { zero, type Money } from '../../common/money/money.js';
import type { Findings } from './findings.js';
import { skuFor } from './generated-names.js';
import { type OptionDraft, ShopifyOptions, type OptionValues } from './shopify-options.js';
import type { ShopifyRow } from './shopify-row.js';

/** A variant as its row describes it. */
export interface VariantDraft {
  readonly line: number;
  readonly sku: string;
  readonly options: OptionValues;
  readonly price: Money;
  readonly compareAtPrice?: Money;
  readonly onHand: number;
}

interface VariantsDraft {
  readonly options: readonly OptionDraft[];
  readonly variants: readonly VariantDraft[];
}

/** Reads the rows that are variants: the first one always, a later one when it names an option, a SKU or a price. */
export function readVariants(
  rows: readonly ShopifyRow[],
  currency: string,
  findings: Findings,
): VariantsDraft {
  const variantRows = rows.filter((row, index) => index === 0 || isVariant(row));
  const options = new ShopifyOptions(variantRows, findings);
  const variants = variantRows.map((row) => readVariant(row, options.of(row), currency, findings));
  for (const row of rows) {
    if (!variantRows.includes(row) && row.text('Image Src') === '') {
      findings.note(row.line, 'the row has neither a variant nor an image and adds nothing');
    }
  }
  return { options: options.list(variants.map((variant) => variant.options)), variants };
}

const isVariant = (row: ShopifyRow): boolean =>
  (['Option1 Value', 'Option2 Value', 'Option3 Value', 'Variant SKU', 'Variant Price'] as const).some(
    (column) => row.text(column) !== '',
  );

function readVariant(
  row: ShopifyRow,
  options: OptionValues,
  currency: string,
  findings: Findings,
): VariantDraft {
  const price = readPrice(row, currency, findings);
  return {
    line: row.line,
    sku: row.text('Variant SKU') || skuFor(row.text('Handle'), Object.values(options)),
    options,
    price,
    compareAtPrice: readCompareAtPrice(row, price, findings),
    onHand: readOnHand(row, findings),
  };
}

/** A price of 0 is a gift that someone meant; an empty one is a fault of the file. */
function readPrice(row: ShopifyRow, currency: string, findings: Findings): Money {
  const text = row.text('Variant Price');
  const price = fromDecimal(text, currency);
  if (!price)
    findings.fault(
      row.line,
      text === '' ? 'Variant Price is empty' : `Variant Price "${text}" ${noAmount(currency)}`,
    );
  return price ?? zero(currency);
}

/** Empty and 0 both mean that there is none; one that is not above the price shows no saving. */
function readCompareAtPrice(row: ShopifyRow, price: Money, findings: Findings): Money | undefined {
  const text = row.text('Variant Compare At Price');
  if (text === '') return undefined;
  const compareAt = fromDecimal(text, price.currency);
  if (!compareAt) findings.fault(row.line, `Variant Compare At Price "${text}" ${noAmount(price.currency)}`);
  if (!compareAt || compareAt.amount === 0) return undefined;
  if (compareAt.amount > price.amount) return compareAt;
  findings.note(row.line, `the compare-at price ${text} is not above the price and is left out`);
  return undefined;
}

/** Shopify counts below zero when it sold more than there was; nothing is on the shelf then. */
function readOnHand(row: ShopifyRow, findings: Findings): number {
  const text = row.text('Variant Inventory Qty');
  if (text === '') return 0;
  if (!/^-?\d{1,9}$/.test(text))
    findings.fault(row.line, `Variant Inventory Qty "${text}" is no whole number`);
  const quantity = Number(text);
  if (quantity < 0) findings.note(row.line, `the quantity ${text} becomes 0 on hand`);
  return Math.max(quantity, 0);
}

const noAmount = (currency: string): string => `is no amount in ${currency}`;
