import { LIMITS } from '../limits.js';

/** The query text as a tsquery. */
export const QUERY_TEXT = 'websearch_to_tsquery($12::regconfig, $4)';

/** Builds the EXISTS clause for a FROM ... WHERE fragment. */
type Lookup = (variants: string) => string;

/** PostgreSQL chooses between a nested loop and a hash. */
export const inAnyWay: Lookup = (variants) => `EXISTS (SELECT ${variants})`;

/** Forces a SubPlan for each product; a hash would read every variant of the shop. */
export const oneByOne: Lookup = (variants) => `coalesce((SELECT true ${variants} LIMIT 1), false)`;

/** Variants with a price in the currency and a chosen value for each option. */
const chosenVariants = (alias: string): string => `
  FROM variants JOIN prices ON prices.variant_id = variants.id AND prices.currency = $1
  WHERE variants.product_id = ${alias}.product_id AND variants.options @@ $11::jsonpath`;

/** One index condition for each option, so that a rare value is found among common ones. */
const hasValues = (column: string): string =>
  [
    `($9::text[] IS NULL OR ${column} @> $9)`,
    ...Array.from({ length: LIMITS.options }, (_, at) => {
      const values = `($10::text[])[${at + 1}:${at + 1}]`;
      return `(($10::text[])[${at + 1}][1] IS NULL OR ${column} && ${values})`;
    }),
  ].join(' AND ');

/** Skips products without any in-stock variant that matches the chosen options. */
export const hasChosenInStock = (alias: string, lookUp: Lookup): string => `(available
  AND ${hasValues('coalesce(available_values, option_values)')}
  AND ${lookUp(`${chosenVariants(alias)} AND variants.available`)})`;

/**
 * The filter on `current_listings` under an alias. It is planned on each execution with its parameters (of
 * `listingsParameters`), so unused conditions vanish. With options, the availability of matching variants counts, not
 * the product's.
 */
export const listingsFilter = (alias: string, lookUp: Lookup): string => `
  ($4::text IS NULL OR document @@ ${QUERY_TEXT})
  AND ($5::uuid[] IS NULL OR category_ids && $5)
  AND ($6::bigint IS NULL OR price_from >= $6)
  AND ($7::bigint IS NULL OR price_from <= $7)
  AND ($8::boolean IS NULL OR available = $8 OR NOT $8 AND $11::jsonpath IS NOT NULL)
  AND ($11::jsonpath IS NULL OR ${hasValues('option_values')} AND CASE
    WHEN $8::boolean IS NOT NULL AND ${hasChosenInStock(alias, lookUp)} THEN $8
    WHEN $8 THEN false
    ELSE ${lookUp(chosenVariants(alias))} END)`;
