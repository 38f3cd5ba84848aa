import type { ProductSort } from '../dto/list-products.query.js';
import { listingsFilter, oneByOne, QUERY_TEXT } from './listings-filter.sql.js';

/** A sort key with its direction; earlier pages are read in the opposite order. */
export type ListOrder = Exclude<ProductSort, 'relevance'> | 'oldest' | '-title';

interface ListSql {
  readonly read: string;
  /** Plan: Limit > Merge Append > Index Scan from the start of the page, up to `MAX_WALKED` entries. */
  readonly walk: string;
  /** Plan: Limit > Sort > Bitmap Index Scan of `product_listings_found_by`. */
  readonly sort: string;
}

/**
 * PostgreSQL estimates prices and availability well, but not rare words, categories and options: it would walk the
 * whole shop for 25 rows. So a short walk comes first, which finds what is common; the index then finds what is rare.
 */
const MAX_WALKED = 5_000;

const KEYS: Readonly<Record<ListOrder, readonly [key: string, type: string, direction: 'ASC' | 'DESC']>> = {
  newest: ['created_at', 'timestamptz', 'DESC'],
  oldest: ['created_at', 'timestamptz', 'ASC'],
  title: ['title', 'text', 'ASC'],
  '-title': ['title', 'text', 'DESC'],
  price: ['price_from', 'bigint', 'ASC'],
  '-price': ['price_from', 'bigint', 'DESC'],
};

/** Largest bigint: no upper bound of the price. */
const NO_BOUND = '9223372036854775807';

const FILTER = listingsFilter('entry', oneByOne);

const pageOf = (key: string, entries: string): string => `
  SELECT page.*, hold.ms AS "freshForMs" FROM listings_hold AS hold LEFT JOIN (
    SELECT product_summary(product_id, slug, title, price_from, compare_at, currency, available, thumbnail)::text AS json,
      CASE WHEN $4::text IS NOT NULL THEN ts_headline($12::regconfig, html_escaped(title),
        ${QUERY_TEXT}, 'HighlightAll=true, StartSel=<mark>, StopSel=</mark>')
      END AS highlight,
      ${key}::text AS key, product_id AS id
    FROM (${entries}) AS found
  ) AS page ON true`;

function listSql(order: ListOrder, isFirst: boolean): ListSql {
  const [key, type, direction] = KEYS[order];
  const sorting = `ORDER BY ${key} ${direction}, product_id ${direction}`;
  const behind = direction === 'ASC' ? '>' : '<';
  const from = `currency = $1 AND status = $2
    ${isFirst ? '' : `AND (${key}, product_id) ${behind} ($13::${type}, $14::uuid)`}
    ${key === 'price_from' ? `AND price_from BETWEEN coalesce($6::bigint, 0) AND coalesce($7::bigint, ${NO_BOUND})` : ''}`;
  return {
    read: pageOf(
      key,
      `SELECT * FROM current_listings AS entry WHERE ${from} AND ${FILTER} ${sorting} LIMIT $3`,
    ),
    walk: pageOf(
      key,
      `SELECT * FROM (
         SELECT * FROM current_listings WHERE ${from} ${sorting} LIMIT ${MAX_WALKED}
       ) AS entry
       WHERE ${FILTER}
       ${sorting}
       LIMIT $3`,
    ),
    sort: pageOf(
      key,
      `SELECT * FROM (
         -- OFFSET 0 keeps the planner from walking the whole shop.
         SELECT * FROM current_listings AS entry WHERE ${from} AND ${FILTER} OFFSET 0
       ) AS entry
       ${sorting}
       LIMIT $3`,
    ),
  };
}

const ofAll = (isFirst: boolean): Readonly<Record<ListOrder, ListSql>> => ({
  newest: listSql('newest', isFirst),
  oldest: listSql('oldest', isFirst),
  title: listSql('title', isFirst),
  '-title': listSql('-title', isFirst),
  price: listSql('price', isFirst),
  '-price': listSql('-price', isFirst),
});

/** Parameters: those of `listingsParameters` with the page's limit as $3, then the two of the cursor. */
export const LISTS = { first: ofAll(true), later: ofAll(false) } as const;
