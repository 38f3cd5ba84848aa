import { Injectable } from '@nestjs/common';
import { Transaction } from '../../common/database/transaction.js';
import { isHardToEstimate, type ListingsFilter, listingsParameters } from './listings-filter.js';
import { type ListOrder, LISTS } from './product-lists.sql.js';
import { MAX_RANKED, SEARCHES } from './product-search.sql.js';
import { SearchConfig } from '../listings/search.config.js';

export interface PageStart {
  /** Sort key and id of the entry before the page, in reading direction. */
  readonly after?: readonly [key: string, id: string];
  readonly limit: number;
}

export interface Listing {
  /** `ProductSummaryResponse` as JSON, without the highlight. */
  readonly json: string;
  /** Title as HTML with marked matches; null without a search. */
  readonly highlight: string | null;
  readonly key: string;
  readonly id: string;
}

export interface ListingsPage {
  readonly rows: readonly Listing[];
  /** Milliseconds until a sale changes any list; null if none will. */
  readonly freshForMs: number | null;
}

type Row = Omit<Listing, 'id'> & Pick<ListingsPage, 'freshForMs'> & { readonly id: string | null };

interface SearchRow extends Row {
  /** Whether more products match than were ranked, with few of the ranked ones matching in the title. */
  readonly lacksTitles: boolean;
}

/** Reads public lists, each page as JSON documented by `ProductSummaryResponse`. */
@Injectable()
export class ProductListingsReader {
  constructor(
    private readonly transaction: Transaction,
    private readonly config: SearchConfig,
  ) {}

  /** Takes one statement, planned on each execution; two if words, category or options let little through. */
  async list(order: ListOrder, filter: ListingsFilter, { after, limit }: PageStart): Promise<ListingsPage> {
    const sql = LISTS[after ? 'later' : 'first'][order];
    const parameters = [...listingsParameters(filter, limit, this.config.configuration), ...(after ?? [])];
    const page = async (text: string) => pageOf(await this.transaction.sqlPlannedAnew<Row>(text, parameters));
    if (!isHardToEstimate(filter)) return page(sql.read);
    const walked = await page(sql.walk);
    return walked.rows.length === limit ? walked : page(sql.sort);
  }

  /** Takes one statement; two for very common words, when few of the newest matches have them in the title. */
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
