import { LIMITS } from './limits.js';

/**
 * Whether a variant that shoppers of the currency can choose has one of the values of each option, and what else is asked
 * of it. Written so that it is looked up for each product alone: to prepare it for all, as PostgreSQL may with EXISTS,
 * would read every variant of the shop.
 */
const hasChosen = (productId: string, more: string): string => `coalesce((
    SELECT true FROM variants JOIN prices ON prices.variant_id = variants.id AND prices.currency = $1
    WHERE variants.product_id = ${productId} AND variants.options @@ $11::jsonpath AND ${more} LIMIT 1), false)`;

/** Of a product with options that are filtered by: whether a variant that has them is in stock. */
export const hasChosenInStock = (productId: string): string => hasChosen(productId, 'variants.available');

/** The index finds products that have a value of each option, for each with several values by a condition of its own. */
const HAS_VALUES = [
  '($9::text[] IS NULL OR option_values @> $9)',
  ...Array.from(
    { length: LIMITS.options },
    (_, at) => `(($10::text[])[${at + 1}][1] IS NULL OR option_values && ($10::text[])[${at + 1}:${at + 1}])`,
  ),
].join(' AND ');

/**
 * What a list lets through of `current_listings` under that alias. PostgreSQL plans it with its parameters known, those
 * of `listingsParameters`: what is not asked for vanishes. With options, it is not the product that is in stock or not,
 * but its variants that have them.
 */
export const listingsFilter = (alias: string): string => `
  ($4::text IS NULL OR document @@ websearch_to_tsquery($12::regconfig, $4))
  AND ($5::uuid[] IS NULL OR category_ids && $5)
  AND ($6::bigint IS NULL OR price_from >= $6)
  AND ($7::bigint IS NULL OR price_from <= $7)
  AND ($8::boolean IS NULL OR available = $8 OR NOT $8 AND $11::jsonpath IS NOT NULL)
  AND ($11::jsonpath IS NULL OR ${HAS_VALUES}
    AND ${hasChosen(`${alias}.product_id`, '($8::boolean IS NOT TRUE OR variants.available)')}
    AND ($8::boolean IS NOT FALSE OR NOT (available AND ${hasChosenInStock(`${alias}.product_id`)})))`;
