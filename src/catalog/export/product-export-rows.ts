import { toDecimal } from '../../common/money/decimal.js';
import { guarded, OWN_COLUMNS, writePath } from './own-csv.js';
import type { ExportedProduct, ExportedVariant } from './product-export.reader.js';

export interface ExportFacts {
  readonly currencies: readonly string[];
  /** Names from the top of the tree, by category id. */
  readonly paths: ReadonlyMap<string, readonly string[]>;
  readonly onHand: ReadonlyMap<string, number>;
}

export const exportHeader = (currencies: readonly string[]): string[] => [
  ...OWN_COLUMNS.product,
  ...OWN_COLUMNS.options.flatMap(({ name, value }) => [name, value]),
  ...OWN_COLUMNS.variant,
  ...currencies.flatMap(priceColumns),
];

/** Returns one row for each variant; the first one describes the product. */
export function productRows(product: ExportedProduct, facts: ExportFacts): string[][] {
  return product.variants.map((variant, index) => {
    const isFirst = index === 0;
    const described = productCells(product, facts).map((cell) => (isFirst ? cell : ''));
    const cells = [
      product.slug,
      ...described,
      ...optionCells(product, variant, isFirst),
      variant.sku,
      String(facts.onHand.get(variant.id) ?? 0),
      ...priceCells(variant, facts.currencies),
    ];
    return cells.map(guarded);
  });
}

function productCells(product: ExportedProduct, { paths }: ExportFacts): string[] {
  return [
    product.title,
    product.description,
    product.descriptionFormat,
    product.status,
    product.categoryIds.flatMap((id) => (paths.has(id) ? [writePath(paths.get(id)!)] : [])).join('\n'),
    product.media.map(({ url, alt }) => (alt === '' ? url : `${url} ${alt}`)).join('\n'),
  ];
}

const optionCells = (product: ExportedProduct, variant: ExportedVariant, isFirst: boolean): string[] =>
  OWN_COLUMNS.options.flatMap((_, index) => {
    const name = product.options[index]?.name;
    return name === undefined ? ['', ''] : [isFirst ? name : '', variant.options[name] ?? ''];
  });

const priceCells = ({ prices }: ExportedVariant, currencies: readonly string[]): string[] =>
  currencies.flatMap((currency) => {
    const price = prices.find((each) => each.currency === currency);
    if (!price) return priceColumns(currency).map(() => '');
    const decimal = (amount: number | null) => (amount === null ? '' : toDecimal({ amount, currency }));
    const { amount, compareAt, sale, saleStarts, saleEnds } = price;
    return [decimal(amount), decimal(compareAt), decimal(sale), saleStarts ?? '', saleEnds ?? ''];
  });

const priceColumns = (currency: string): string[] => [
  `price ${currency}`,
  `compare-at ${currency}`,
  `sale ${currency}`,
  `sale starts ${currency}`,
  `sale ends ${currency}`,
];
