import { inAnyWay, listingsFilter, QUERY_TEXT } from './listings-filter.sql.js';

/** Most matches that are ranked; ranking all of them would take seconds in a large shop. */
export const MAX_RANKED = 1_000;

/** Words of weight A, written exactly as in the index of titles. */
const WORDS_OF_TITLE = `ts_filter(document, '{a}')`;

const IN_TITLE = `${WORDS_OF_TITLE} @@ ${QUERY_TEXT}`;

/** Whether the title consists of the query text alone, in any word forms. */
const IS_TITLE = `${WORDS_OF_TITLE} = setweight(to_tsvector($12::regconfig, $4), 'A')`;

const MATCHED = `currency = $1 AND status = $2 AND ${listingsFilter('current_listings', inAnyWay)}`;

const ranked = (matched: string): string => `
  SELECT product_id, slug, title, price_from, compare_at, currency, available, thumbnail, ${IN_TITLE} AS in_title,
    -- An exact title comes before titles with further words.
    ((ts_rank(document, ${QUERY_TEXT}) + (${IS_TITLE})::integer) * 1000000)::bigint AS rank
  FROM (
    SELECT * FROM current_listings WHERE ${matched} ORDER BY created_at DESC, product_id DESC LIMIT $3
  ) AS entry`;

const pageOf = (compared: string, candidates: string): string => `
  WITH newest AS MATERIALIZED (${ranked(MATCHED)})${compared}
  SELECT page.*, hold.ms AS "freshForMs",
    (SELECT count(*) = $3 AND count(*) FILTER (WHERE in_title) < $3 / 4 FROM newest) AS "lacksTitles"
  FROM listings_hold AS hold LEFT JOIN (
    SELECT product_summary(product_id, slug, title, price_from, compare_at, currency, available, thumbnail)::text AS json,
      ts_headline($12::regconfig, html_escaped(title), ${QUERY_TEXT},
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
 * A page of the best matches, and whether titles may be missing. Parameters: those of `listingsParameters` with
 * `MAX_RANKED` as $3, the cursor's two ($13, $14), the direction ($15) and the limit ($16).
 */
export const SEARCHES = {
  /** Ranks the newest matches, which for most words are all. */
  newest: pageOf('', 'newest'),
  /** Ranks these and the newest matches in the title. */
  withTitles: pageOf(
    `, titled AS (${ranked(`${IN_TITLE} AND ${MATCHED}`)})`,
    `(SELECT * FROM newest WHERE NOT in_title UNION ALL SELECT * FROM titled) AS candidate`,
  ),
} as const;
