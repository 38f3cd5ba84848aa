import { LIMITS } from '../limits.js';

/** The words that are searched for, as `listingsParameters` gives them. */
export const QUESTION = 'websearch_to_tsquery($12::regconfig, $4)';

/** How it is looked up whether a product has such variants, told from their FROM on. */
type Lookup = (variants: string) => string;

/** For each product, or prepared for all of them: as PostgreSQL thinks the cheaper. */
export const inAnyWay: Lookup = (variants) => `EXISTS (SELECT ${variants})`;

/** For each product alone: where few are read of many, to prepare it for all would read every variant of the shop. */
export const oneByOne: Lookup = (variants) => `coalesce((SELECT true ${variants} LIMIT 1), false)`;

/** Of a product, the variants that the currency's shoppers can choose and that have one of the values of each option. */
const chosenVariants = (alias: string): string => `
  FROM variants JOIN prices ON prices.variant_id = variants.id AND prices.currency = $1
  WHERE variants.product_id = ${alias}.product_id AND variants.options @@ $11::jsonpath`;

/** Each option with several values is a condition of its own on the index, so that it finds a rare one among common ones. */
const hasValues = (column: string): string =>
  [
    `($9::text[] IS NULL OR ${column} @> $9)`,
    ...Array.from({ length: LIMITS.options }, (_, at) => {
      const values = `($10::text[])[${at + 1}:${at + 1}]`;
      return `(($10::text[])[${at + 1}][1] IS NULL OR ${column} && ${values})`;
    }),
  ].join(' AND ');

/** Whether one of these variants is in stock. Of a product that has none of some option's values in stock, none is read. */
export const hasChosenInStock = (alias: string, lookUp: Lookup): string => `(available
  AND ${hasValues('coalesce(available_values, option_values)')}
  AND ${lookUp(`${chosenVariants(alias)} AND variants.available`)})`;

/**
 * What a list lets through of `current_listings` under that alias. PostgreSQL plans it with its parameters known, those
 * of `listingsParameters`: what is not asked for vanishes. With options, it is not the product that is in stock or not,
 * but its variants that have them.
 */
export const listingsFilter = (alias: string, lookUp: Lookup): string => `
  ($4::text IS NULL OR document @@ ${QUESTION})
  AND ($5::uuid[] IS NULL OR category_ids && $5)
  AND ($6::bigint IS NULL OR price_from >= $6)
  AND ($7::bigint IS NULL OR price_from <= $7)
  AND ($8::boolean IS NULL OR available = $8 OR NOT $8 AND $11::jsonpath IS NOT NULL)
  AND ($11::jsonpath IS NULL OR ${hasValues('option_values')} AND CASE
    WHEN $8::boolean IS NOT NULL AND ${hasChosenInStock(alias, lookUp)} THEN $8
    WHEN $8 THEN false
    ELSE ${lookUp(chosenVariants(alias))} END)`;
