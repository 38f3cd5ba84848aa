import type { OptionChoices } from '../dto/list-products.query.js';
import type { ProductStatus } from '../entities/product.entity.js';
import { searchableText } from '../listings/searchable-text.js';

/** Which products to list. */
export interface ListingsFilter {
  readonly currency: string;
  readonly status: ProductStatus;
  readonly q?: string;
  /** Any of these; undefined for all products. */
  readonly categoryIds?: readonly string[];
  readonly minPrice?: number;
  readonly maxPrice?: number;
  /** With options: whether a variant that has these is in stock. */
  readonly inStock?: boolean;
  readonly options?: OptionChoices;
}

/** The parameters $1 to $12 of every statement that filters listings; the third is the statement's own. */
export const listingsParameters = (
  filter: ListingsFilter,
  own: unknown,
  configuration: string,
): unknown[] => [
  filter.currency,
  filter.status,
  own,
  filter.q === undefined ? null : searchable(filter.q),
  filter.categoryIds ?? null,
  filter.minPrice ?? null,
  filter.maxPrice ?? null,
  filter.inStock ?? null,
  ...optionParameters(filter.options ?? {}),
  configuration,
];

/** A hyphen excludes the word behind it; of those that no word follows, PostgreSQL gives up beyond some thirty. */
const searchable = (q: string): string => searchableText(q).replace(/-(?!"?[\p{L}\p{N}])/gu, ' ');

/**
 * As listings write them: what options of one value ask for together, and the values of each other option. Then what
 * variants are held against.
 */
function optionParameters(options: OptionChoices): [string[] | null, string[][] | null, string | null] {
  const written = Object.entries(options).map(([name, values]) => values.map((value) => `${name}=${value}`));
  const single = written.filter((values) => values.length === 1).flat();
  const several = written.filter((values) => values.length > 1);
  return [
    single.length > 0 ? single : null,
    several.length > 0 ? rectangle(several) : null,
    written.length > 0 ? pathOf(options) : null,
  ];
}

/** PostgreSQL knows arrays of equally long rows alone; a value that is repeated changes nothing. */
function rectangle(rows: readonly (readonly string[])[]): string[][] {
  const length = Math.max(...rows.map((row) => row.length));
  return rows.map((row) => Array.from({ length }, (_, at) => row[at] ?? row[0]!));
}

/** As jsonpath, whose texts are written as those of JSON. */
const pathOf = (options: OptionChoices): string =>
  Object.entries(options)
    .map(([name, values]) => {
      const has = (value: string) => `$.${JSON.stringify(name)} == ${JSON.stringify(value)}`;
      return `(${values.map(has).join(' || ')})`;
    })
    .join(' && ');

/** Whether PostgreSQL may err by far about how many products it lets through. */
export const isHardToEstimate = ({ q, categoryIds, options }: ListingsFilter): boolean =>
  [q, categoryIds, options].some((part) => part !== undefined);
