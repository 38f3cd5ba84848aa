import { Injectable } from '@nestjs/common';
import { Transaction } from '../../common/database/transaction.js';
import { isHardToEstimate, type ListingsFilter, listingsParameters } from './listings-filter.js';
import { type ListOrder, LISTS } from './product-lists.sql.js';
import { MAX_RANKED, SEARCHES } from './product-search.sql.js';
import { SearchConfig } from '../listings/search.config.js';

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

interface SearchRow extends Row {
  /** Whether more have the words than were ranked, and few of these in the title. */
  readonly lacksTitles: boolean;
}

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

  /**
   * A page of what has the words, in the order of how well it fits. Of words that very many products have, the newest are
   * ranked, and where few of these have them in the title, titles of any age. One statement; two for such words.
   */
  async search(
    direction: 'best' | 'worst',
    filter: ListingsFilter,
    { after, limit }: PageStart,
  ): Promise<ListingsPage> {
    const parameters = [
      ...listingsParameters(filter, MAX_RANKED, this.config.configuration),
      ...(after ?? [null, null]),
      direction,
      limit,
    ];
    const rows = await this.transaction.sqlPlannedAnew<SearchRow>(SEARCHES.newest, parameters);
    if (!rows[0]!.lacksTitles) return pageOf(rows);
    return pageOf(await this.transaction.sqlPlannedAnew<SearchRow>(SEARCHES.withTitles, parameters));
  }
}

const pageOf = (rows: readonly Row[]): ListingsPage => ({
  rows: rows.filter((row): row is Row & Listing => row.id !== null),
  freshForMs: rows[0]!.freshForMs,
});
