import type { OptionValues } from '../../../entities/variant.entity.js';
import type { Findings } from '../../findings.js';
import { skuFor } from '../generated-names.js';
import type { OptionDraft, VariantDraft } from '../product-draft.js';
import { readAmount, readCompareAt, readOnHand } from '../cells.js';
import { OPTION_COLUMNS, ShopifyOptions } from './shopify-options.js';
import type { ShopifyRow } from './shopify-row.js';

interface VariantsDraft {
  readonly options: readonly OptionDraft[] | undefined;
  readonly variants: readonly VariantDraft[];
}

/** Reads variants: the first row, and each later row with an option, a SKU or a price. */
export function readVariants(
  rows: readonly ShopifyRow[],
  currency: string,
  findings: Findings,
): VariantsDraft {
  const variantRows = rows.filter((row, index) => index === 0 || isVariant(row));
  const options = rows[0]!.saysAny(OPTION_COLUMNS) ? new ShopifyOptions(variantRows, findings) : undefined;
  const variants = variantRows.map((row) => readVariant(row, options?.of(row), currency, findings));
  for (const row of rows) {
    if (!variantRows.includes(row) && row.text('Image Src') === '') {
      findings.note(row.line, 'the row has neither a variant nor an image and adds nothing');
    }
  }
  return { options: options?.list(variants.map((variant) => variant.options ?? {})), variants };
}

const isVariant = (row: ShopifyRow): boolean =>
  (['Option1 Value', 'Option2 Value', 'Option3 Value', 'Variant SKU', 'Variant Price'] as const).some(
    (column) => row.text(column) !== '',
  );

function readVariant(
  row: ShopifyRow,
  options: OptionValues | undefined,
  currency: string,
  findings: Findings,
): VariantDraft {
  const price = readAmount(row, 'Variant Price', currency, findings);
  return {
    line: row.line,
    sku: row.written('Variant SKU').trim() || skuFor(row.text('Handle'), Object.values(options ?? {})),
    options,
    prices: [{ ...price, compareAt: readCompareAt(row, 'Variant Compare At Price', price, findings) }],
    onHand: readOnHand(row, 'Variant Inventory Qty', findings),
  };
}
