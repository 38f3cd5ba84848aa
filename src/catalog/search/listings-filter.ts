import type { OptionChoices } from '../dto/list-products.query.js';
import type { ProductStatus } from '../entities/product.entity.js';
import { searchableText } from '../listings/searchable-text.js';

export interface ListingsFilter {
  readonly currency: string;
  readonly status: ProductStatus;
  readonly q?: string;
  /** Any of these categories; undefined for all products. */
  readonly categoryIds?: readonly string[];
  readonly minPrice?: number;
  readonly maxPrice?: number;
  /** With options: availability of the matching variants. */
  readonly inStock?: boolean;
  readonly options?: OptionChoices;
}

/** Parameters $1 to $12 of every statement with the filter; the statement itself chooses $3. */
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

/** Removes hyphens that precede no word, since PostgreSQL fails on more than some thirty of them. */
const searchable = (q: string): string => searchableText(q).replace(/-(?!"?[\p{L}\p{N}])/gu, ' ');

/** Returns the pairs of options with one value, those of each other option, and a jsonpath for variants. */
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

/** Repeats values, since PostgreSQL only has rectangular arrays. */
function rectangle(rows: readonly (readonly string[])[]): string[][] {
  const length = Math.max(...rows.map((row) => row.length));
  return rows.map((row) => Array.from({ length }, (_, at) => row[at] ?? row[0]!));
}

const pathOf = (options: OptionChoices): string =>
  Object.entries(options)
    .map(([name, values]) => {
      const has = (value: string) => `$.${JSON.stringify(name)} == ${JSON.stringify(value)}`;
      return `(${values.map(has).join(' || ')})`;
    })
    .join(' && ');

/** Whether the planner can be far off in its estimate of matching rows. */
export const isHardToEstimate = ({ q, categoryIds, options }: ListingsFilter): boolean =>
  [q, categoryIds, options].some((part) => part !== undefined);
