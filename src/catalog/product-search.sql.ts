import { FILTER, QUESTION, SHELF } from './listings-filter.sql.js';

/** Of words that more products have, so many are ranked: to rank them all would take seconds in a large shop. */
export const MAX_RANKED = 1_000;

/** The words of a title are those of weight A. Written as the index of titles has it. */
const IN_TITLE = `ts_filter(document, '{a}') @@ ${QUESTION}`;

/** The newest $3 of the listings, and how well each fits. */
const ranked = (matched: string): string => `
  SELECT product_id, slug, title, price_from, compare_at, currency, available, thumbnail, ${IN_TITLE} AS in_title,
    -- Before all others, what is called just so.
    ((ts_rank(document, ${QUESTION}) + (lower(title) = lower($4))::integer) * 1000000)::bigint AS rank
  FROM (
    SELECT * FROM current_listings AS entry WHERE ${SHELF} AND ${matched} ORDER BY created_at DESC, product_id DESC LIMIT $3
  ) AS entry`;

/** What is compared, and what a page is made of. */
const pageOf = (compared: string, candidates: string): string => `
  WITH newest AS MATERIALIZED (${ranked(FILTER)})${compared}
  SELECT page.*, hold.ms AS "freshForMs",
    (SELECT count(*) = $3 AND count(*) FILTER (WHERE in_title) < $3 / 4 FROM newest) AS "lacksTitles"
  FROM listings_hold AS hold LEFT JOIN (
    SELECT product_summary(product_id, slug, title, price_from, compare_at, currency, available, thumbnail)::text AS json,
      ts_headline($11::regconfig, html_escaped(title), ${QUESTION},
        'HighlightAll=true, StartSel=<mark>, StopSel=</mark>') AS highlight,
      rank::text AS key,
      product_id AS id
    FROM ${candidates}
    WHERE $14::text IS NULL OR CASE $16
      WHEN 'best' THEN (rank, product_id) < ($14::bigint, $15::uuid)
      ELSE (rank, product_id) > ($14::bigint, $15::uuid)
    END
    ORDER BY
      CASE WHEN $16 = 'best' THEN rank END DESC,
      CASE WHEN $16 = 'worst' THEN rank END,
      CASE WHEN $16 = 'best' THEN product_id END DESC,
      CASE WHEN $16 = 'worst' THEN product_id END
    LIMIT $17
  ) AS page ON true`;

/**
 * A page of the best matches, and whether titles may be missing among them. Parameters: those of `listingsParameters`,
 * with `MAX_RANKED` as the third, the cursor's two ($14, $15), the direction ($16) and the page's limit ($17).
 */
export const SEARCHES = {
  /** Among the newest that have the words: all of them, for most words. */
  newest: pageOf('', 'newest'),
  /** Among these and the newest that have the words in the title. */
  withTitles: pageOf(
    `, titled AS (${ranked(`${IN_TITLE} AND ${FILTER}`)})`,
    `(SELECT * FROM newest WHERE NOT in_title UNION ALL SELECT * FROM titled) AS candidate`,
  ),
} as const;
