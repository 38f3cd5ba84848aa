/** Of words that more products have, so many are ranked: to rank them all would take seconds in a large shop. */
export const MAX_RANKED = 1_000;

const QUESTION = 'websearch_to_tsquery($11::regconfig, $4)';

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

const ranked = (matched: string): string => `
  SELECT product_id, slug, title, price_from, compare_at, currency, available, thumbnail,
    -- Before all others, what is called just so.
    ((ts_rank(document, ${QUESTION}) + (lower(title) = lower($4))::integer) * 1000000)::bigint AS rank
  FROM (
    SELECT * FROM current_listings WHERE ${matched} ORDER BY created_at DESC, product_id DESC LIMIT $3
  ) AS entry`;

/**
 * A page of the best matches. Parameters: those of `listingsParameters`, with `MAX_RANKED` as the third, the cursor's two
 * ($12, $13), the direction ($14) and the page's limit ($15).
 */
export const SEARCH = `
  WITH newest AS MATERIALIZED (${ranked(MATCHED)}
  ), titled AS (
    -- Not looked for where the newest are all that there are.
    ${ranked(`(SELECT count(*) FROM newest) = $3
      -- The words of the title are those of weight A.
      AND ts_filter(document, '{a}') @@ ${QUESTION} AND ${MATCHED}`)}
  ), candidate AS (
    SELECT * FROM newest
    UNION ALL
    SELECT * FROM titled WHERE NOT EXISTS (SELECT FROM newest WHERE newest.product_id = titled.product_id)
  )
  SELECT page.*, hold.ms AS "freshForMs" FROM listings_hold AS hold LEFT JOIN (
    SELECT product_summary(product_id, slug, title, price_from, compare_at, currency, available, thumbnail)::text AS json,
      ts_headline($11::regconfig, html_escaped(title), ${QUESTION},
        'HighlightAll=true, StartSel=<mark>, StopSel=</mark>') AS highlight,
      rank::text AS key,
      product_id AS id
    FROM candidate
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
