import type { ProductStatus } from './entities/product.entity.js';
import type { OptionValues } from './entities/variant.entity.js';

/** Which products to list. */
export interface ListingsFilter {
  readonly currency: string;
  readonly status: ProductStatus;
  readonly q?: string;
  /** Any of these; undefined for all products. */
  readonly categoryIds?: readonly string[];
  readonly minPrice?: number;
  readonly maxPrice?: number;
  readonly inStock?: boolean;
  readonly options?: OptionValues;
}

/** The parameters $1 to $11 of every statement that filters listings; the third is the statement's own. */
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
  filter.options ? Object.entries(filter.options).map(([name, value]) => `${name}=${value}`) : null,
  filter.options ? JSON.stringify(filter.options) : null,
  configuration,
];

/**
 * The words as documents have them (`searchable_text` in the database). A hyphen excludes the word behind it; of those
 * that no word follows, PostgreSQL gives up beyond some thirty.
 */
const searchable = (q: string): string =>
  q
    .replace(/[\u2019\u2018\u02bc\uff07]/g, "'")
    .replace(/\u00ad|[\u200b-\u200d]|\ufeff/g, '')
    .replace(/-(?!"?[\p{L}\p{N}])/gu, ' ');

/** Whether PostgreSQL may err by far about how many products it lets through. */
export const isHardToEstimate = ({ q, categoryIds, options }: ListingsFilter): boolean =>
  [q, categoryIds, options].some((part) => part !== undefined);
