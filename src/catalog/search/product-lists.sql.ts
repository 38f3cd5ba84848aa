import type { ProductSort } from '../dto/list-products.query.js';
import { listingsFilter, oneByOne, QUESTION } from './listings-filter.sql.js';

/** The order of a key, up or down; a page before another one is read in the opposite order. */
export type ListOrder = Exclude<ProductSort, 'relevance'> | 'oldest' | '-title';

interface ListSql {
  /** Leaves it to PostgreSQL how to find what the filter lets through. */
  readonly read: string;
  /** Walks along the list from where the page begins, and stops after `MAX_WALKED` entries. */
  readonly walk: string;
  /** Finds all that the filter lets through, and sorts it. */
  readonly sort: string;
}

/**
 * How rare a price or what is in stock is, PostgreSQL knows well; of words, categories and options it has seen only the
 * common ones, and where it errs about another it walks the whole shop for it. So it is told to walk first, and not far:
 * what is common turns up soon, in the order of the list. What is rare is then found by the index of words, categories
 * and options, and is little to sort.
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

/** Most that a bigint holds: a price without an upper bound. */
const NO_BOUND = '9223372036854775807';

const FILTER = listingsFilter('entry', oneByOne);

const pageOf = (key: string, entries: string): string => `
  SELECT page.*, hold.ms AS "freshForMs" FROM listings_hold AS hold LEFT JOIN (
    SELECT product_summary(product_id, slug, title, price_from, compare_at, currency, available, thumbnail)::text AS json,
      CASE WHEN $4::text IS NOT NULL THEN ts_headline($12::regconfig, html_escaped(title),
        ${QUESTION}, 'HighlightAll=true, StartSel=<mark>, StopSel=</mark>')
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
         -- Without its order and limit, no walk through the whole shop looks cheap.
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

/** By where the page begins. Parameters: those of `listingsParameters`, the page's limit among them, and the cursor's two. */
export const LISTS = { first: ofAll(true), later: ofAll(false) } as const;
