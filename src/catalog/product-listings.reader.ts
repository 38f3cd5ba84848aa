import { Injectable } from '@nestjs/common';
import { Transaction } from '../common/database/transaction.js';
import { isHardToEstimate, type ListingsFilter, listingsParameters } from './listings-filter.js';
import { type ListOrder, LISTS } from './product-lists.sql.js';
import { SearchConfig } from './search.config.js';

/** Where a page begins. */
export interface PageStart {
  /** The sort key and id of the entry that it begins behind, in the direction in which it is read. */
  readonly after?: readonly [key: string, id: string];
  readonly limit: number;
}

export interface Listing {
  /** `ProductSummaryResponse` as finished JSON, but for the highlight. */
  readonly json: string;
  /** The title as HTML with what was found in it marked; null where nothing was searched for. */
  readonly highlight: string | null;
  readonly key: string;
  readonly id: string;
}

/** Entries of a list as they were read in one statement. */
export interface ListingsPage {
  readonly rows: readonly Listing[];
  /** For how long no sale that begins or ends changes any list; null when none will. */
  readonly freshForMs: number | null;
}

/** One row of the statement; without a listing where the list has none. */
type Row = Omit<Listing, 'id'> & Pick<ListingsPage, 'freshForMs'> & { readonly id: string | null };

/** Of a word that more products have, the newest ones are ranked: to rank them all would take seconds in a large shop. */
const MAX_RANKED = 2_000;

/** Reads the lists that shoppers see, each page as finished JSON: `ProductSummaryResponse` documents it. */
@Injectable()
export class ProductListingsReader {
  constructor(
    private readonly transaction: Transaction,
    private readonly config: SearchConfig,
  ) {}

  /**
   * A page in the order of a key. PostgreSQL plans each statement anew, with its parameters known: filters that are not
   * asked for vanish. One statement; two where words, category and options let little through.
   */
  async list(order: ListOrder, filter: ListingsFilter, { after, limit }: PageStart): Promise<ListingsPage> {
    const sql = LISTS[after ? 'later' : 'first'][order];
    const parameters = [...listingsParameters(filter, limit, this.config.configuration), ...(after ?? [])];
    const page = async (text: string) => pageOf(await this.transaction.sqlPlannedAnew<Row>(text, parameters));
    if (!isHardToEstimate(filter)) return page(sql.read);
    const walked = await page(sql.walk);
    return walked.rows.length === limit ? walked : page(sql.sort);
  }

  /** A page of what has the words, in the order of how well it fits. */
  async search(
    direction: 'best' | 'worst',
    filter: ListingsFilter,
    { after, limit }: PageStart,
  ): Promise<ListingsPage> {
    const rows = await this.transaction.sqlPlannedAnew<Row>(
      `SELECT page.*, hold.ms AS "freshForMs" FROM listings_hold AS hold LEFT JOIN (
       SELECT product_summary(product_id, slug, title, price_from, compare_at, currency, available, thumbnail)::text AS json,
         ts_headline($11::regconfig, html_escaped(title), websearch_to_tsquery($11::regconfig, $4),
           'HighlightAll=true, StartSel=<mark>, StopSel=</mark>') AS highlight,
         rank::text AS key,
         product_id AS id
       FROM (
         SELECT *, (ts_rank(document, websearch_to_tsquery($11::regconfig, $4)) * 1000000)::bigint AS rank
         FROM (
           SELECT * FROM current_listings
           WHERE currency = $1 AND status = $2
             AND document @@ websearch_to_tsquery($11::regconfig, $4)
             AND ($5::uuid[] IS NULL OR category_ids && $5)
             AND ($6::bigint IS NULL OR price_from >= $6)
             AND ($7::bigint IS NULL OR price_from <= $7)
             AND ($8::boolean IS NULL OR available = $8)
             AND ($9::text[] IS NULL OR option_values @> $9 AND EXISTS (
               SELECT FROM variants JOIN prices ON prices.variant_id = variants.id AND prices.currency = $1
               WHERE variants.product_id = current_listings.product_id AND variants.options @> $10::jsonb
                 AND ($8::boolean IS NULL OR variants.available = $8)))
           ORDER BY created_at DESC, product_id DESC
           LIMIT $3
         ) AS newest
       ) AS ranked
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
       ) AS page ON true`,
      [
        ...listingsParameters(filter, MAX_RANKED, this.config.configuration),
        ...(after ?? [null, null]),
        direction,
        limit,
      ],
    );
    return pageOf(rows);
  }
}

const pageOf = (rows: readonly Row[]): ListingsPage => ({
  rows: rows.filter((row): row is Row & Listing => row.id !== null),
  freshForMs: rows[0]!.freshForMs,
});
