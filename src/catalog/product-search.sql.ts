/** Of words that more products have, so many are ranked: to rank them all would take seconds in a large shop. */
export const MAX_RANKED = 1_000;

const QUESTION = 'websearch_to_tsquery($11::regconfig, $4)';

/** The words of a title are those of weight A. Written as the index of titles has it. */
const IN_TITLE = `ts_filter(document, '{a}') @@ ${QUESTION}`;

const MATCHED = `
  currency = $1 AND status = $2
  AND document @@ ${QUESTION}
  AND ($5::uuid[] IS NULL OR category_ids && $5)
  AND ($6::bigint IS NULL OR price_from >= $6)
  AND ($7::bigint IS NULL OR price_from <= $7)
  AND ($8::boolean IS NULL OR available = $8)
  AND ($9::text[] IS NULL OR option_values @> $9 AND EXISTS (
    SELECT FROM variants JOIN prices ON prices.variant_id = variants.id AND prices.currency = $1
    WHERE variants.product_id = current_listings.product_id AND variants.options @> $10::jsonb
      AND ($8::boolean IS NULL OR variants.available = $8)))`;

/** The newest $3 of the listings, and how well each fits. */
const ranked = (matched: string): string => `
  SELECT product_id, slug, title, price_from, compare_at, currency, available, thumbnail, ${IN_TITLE} AS in_title,
    -- Before all others, what is called just so.
    ((ts_rank(document, ${QUESTION}) + (lower(title) = lower($4))::integer) * 1000000)::bigint AS rank
  FROM (
    SELECT * FROM current_listings WHERE ${matched} ORDER BY created_at DESC, product_id DESC LIMIT $3
  ) AS entry`;

/** What is compared, and what a page is made of. */
const pageOf = (compared: string, candidates: string): string => `
  WITH newest AS MATERIALIZED (${ranked(MATCHED)})${compared}
  SELECT page.*, hold.ms AS "freshForMs",
    (SELECT count(*) = $3 AND count(*) FILTER (WHERE in_title) < $3 / 4 FROM newest) AS "lacksTitles"
  FROM listings_hold AS hold LEFT JOIN (
    SELECT product_summary(product_id, slug, title, price_from, compare_at, currency, available, thumbnail)::text AS json,
      ts_headline($11::regconfig, html_escaped(title), ${QUESTION},
        'HighlightAll=true, StartSel=<mark>, StopSel=</mark>') AS highlight,
      rank::text AS key,
      product_id AS id
    FROM ${candidates}
    WHERE $12::text IS NULL OR CASE $14
      WHEN 'best' THEN (rank, product_id) < ($12::bigint, $13::uuid)
      ELSE (rank, product_id) > ($12::bigint, $13::uuid)
    END
    ORDER BY
      CASE WHEN $14 = 'best' THEN rank END DESC,
      CASE WHEN $14 = 'worst' THEN rank END,
      CASE WHEN $14 = 'best' THEN product_id END DESC,
      CASE WHEN $14 = 'worst' THEN product_id END
    LIMIT $15
  ) AS page ON true`;

/**
 * A page of the best matches, and whether titles may be missing among them. Parameters: those of `listingsParameters`,
 * with `MAX_RANKED` as the third, the cursor's two ($12, $13), the direction ($14) and the page's limit ($15).
 */
export const SEARCHES = {
  /** Among the newest that have the words: all of them, for most words. */
  newest: pageOf('', 'newest'),
  /** Among these and the newest that have the words in the title. */
  withTitles: pageOf(
    `, titled AS (${ranked(`${IN_TITLE} AND ${MATCHED}`)})`,
    `(SELECT * FROM newest WHERE NOT in_title UNION ALL SELECT * FROM titled) AS candidate`,
  ),
} as const;
