import type { ProductStatus } from './entities/product.entity.js';
import type { OptionValues } from './entities/variant.entity.js';

/** Values that may be chosen of each option: a variant must have one of them, of every option. */
export type OptionChoices = Readonly<Record<string, readonly string[]>>;

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
  readonly options?: OptionChoices;
}

/**
 * The parameters of every statement that filters listings (`listings-filter.sql.ts` reads them): $1 to $13, of which the
 * third is the statement's own.
 */
export function listingsParameters(filter: ListingsFilter, own: unknown, configuration: string): unknown[] {
  const chosen = Object.entries(filter.options ?? {});
  const single = chosen.filter(([, values]) => values.length === 1).map(([name, [value]]) => [name, value!]);
  const several = chosen.filter(([, values]) => values.length > 1);
  return [
    filter.currency,
    filter.status,
    own,
    filter.q === undefined ? null : searchable(filter.q),
    filter.categoryIds ?? null,
    filter.minPrice ?? null,
    filter.maxPrice ?? null,
    filter.inStock ?? null,
    single.length > 0 ? single.map(([name, value]) => `${name}=${value}`) : null,
    filter.options ? JSON.stringify(Object.fromEntries(single) satisfies OptionValues) : null,
    configuration,
    // Enough to find them by the index: variants are held against all choices.
    several[0] ? several[0][1].map((value) => `${several[0]![0]}=${value}`) : null,
    several.length > 0 ? JSON.stringify(Object.fromEntries(several)) : null,
  ];
}

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
