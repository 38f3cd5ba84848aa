import { inAnyWay, listingsFilter, QUESTION } from './listings-filter.sql.js';

/** Of words that more products have, so many are ranked: to rank them all would take seconds in a large shop. */
export const MAX_RANKED = 1_000;

/** Those of weight A. Written as the index of titles has it. */
const WORDS_OF_TITLE = `ts_filter(document, '{a}')`;

const IN_TITLE = `${WORDS_OF_TITLE} @@ ${QUESTION}`;

/** Whether the title says what was typed, word for word and nothing else, in whatever form of the words. */
const IS_TITLE = `${WORDS_OF_TITLE} = setweight(to_tsvector($12::regconfig, $4), 'A')`;

const MATCHED = `currency = $1 AND status = $2 AND ${listingsFilter('current_listings', inAnyWay)}`;

/** The newest $3 of the listings, and how well each fits. */
const ranked = (matched: string): string => `
  SELECT product_id, slug, title, price_from, compare_at, currency, available, thumbnail, ${IN_TITLE} AS in_title,
    -- What is called just so comes before what is called so among other things.
    ((ts_rank(document, ${QUESTION}) + (${IS_TITLE})::integer) * 1000000)::bigint AS rank
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
      ts_headline($12::regconfig, html_escaped(title), ${QUESTION},
        'HighlightAll=true, StartSel=<mark>, StopSel=</mark>') AS highlight,
      rank::text AS key,
      product_id AS id
    FROM ${candidates}
    WHERE $13::text IS NULL OR CASE $15
      WHEN 'best' THEN (rank, product_id) < ($13::bigint, $14::uuid)
      ELSE (rank, product_id) > ($13::bigint, $14::uuid)
    END
    ORDER BY
      CASE WHEN $15 = 'best' THEN rank END DESC,
      CASE WHEN $15 = 'worst' THEN rank END,
      CASE WHEN $15 = 'best' THEN product_id END DESC,
      CASE WHEN $15 = 'worst' THEN product_id END
    LIMIT $16
  ) AS page ON true`;

/**
 * A page of the best matches, and whether titles may be missing among them. Parameters: those of `listingsParameters`,
 * with `MAX_RANKED` as the third, the cursor's two ($13, $14), the direction ($15) and the page's limit ($16).
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
