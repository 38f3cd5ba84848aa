// Of the parameters that `listingsParameters` gives: $1 currency, $2 status, $3 the statement's own, $4 words,
// $5 categories, $6 and $7 prices, $8 whether it can be had, $9 and $10 options of which one value is chosen (as listings
// have them, and as variants do), $11 language, $12 the values chosen of an option with several, $13 all such options.

/** The words that are searched for. */
export const QUESTION = 'websearch_to_tsquery($11::regconfig, $4)';

/** Whether a row of variants has what is chosen. */
export const FITS = `
  variants.options @> $10::jsonb AND ($13::jsonb IS NULL OR NOT EXISTS (
    SELECT FROM jsonb_each($13::jsonb) AS choice
    WHERE NOT coalesce(choice.value ? (variants.options ->> choice.key), false)))`;

/** The listings that can be asked for together: of one currency, and those for shoppers or one kind of those for staff. */
export const SHELF = 'currency = $1 AND status = $2';

/**
 * What of a shelf, its listings named `entry`, is to be listed. The index finds products that have all the values; one and the same
 * variant must have them. Written so that it is looked up for each of them alone: to prepare it for all would read every
 * variant of the shop.
 */
export const FILTER = `
  ($4::text IS NULL OR document @@ ${QUESTION})
  AND ($5::uuid[] IS NULL OR category_ids && $5)
  AND ($6::bigint IS NULL OR price_from >= $6)
  AND ($7::bigint IS NULL OR price_from <= $7)
  AND ($8::boolean IS NULL OR available = $8)
  AND ($9::text[] IS NULL OR option_values @> $9)
  AND ($12::text[] IS NULL OR option_values && $12)
  AND ($10::jsonb IS NULL OR coalesce((
    SELECT true FROM variants JOIN prices ON prices.variant_id = variants.id AND prices.currency = $1
    WHERE variants.product_id = entry.product_id AND ${FITS}
      AND ($8::boolean IS NULL OR variants.available = $8) LIMIT 1), false))`;
