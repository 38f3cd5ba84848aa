import { Injectable } from '@nestjs/common';
import type { ProductSort } from '../dto/list-products.query.js';
import type { ListingsFilter } from './listings-filter.js';
import { type ListingsPage, type PageStart, ProductListingsReader } from './product-listings.reader.js';
import type { ListOrder } from './product-lists.sql.js';
import { SearchCorrections } from './search-corrections.js';

export type ReadingDirection = 'forward' | 'backward';

export interface Found extends ListingsPage {
  readonly q?: string;
}

const BACKWARD: Readonly<Record<Exclude<ProductSort, 'relevance'>, ListOrder>> = {
  newest: 'oldest',
  title: '-title',
  price: '-price',
  '-price': 'price',
};

/** Finds the entries of a list; if nothing matches, tries the corrected query text. */
@Injectable()
export class ProductSearch {
  constructor(
    private readonly listings: ProductListingsReader,
    private readonly corrections: SearchCorrections,
  ) {}

  /** Reads the first page, with corrected query text if it would be empty. */
  async begin(sort: ProductSort, filter: ListingsFilter, limit: number): Promise<Found> {
    const page = await this.read(sort, 'forward', filter, { limit });
    if (page.rows.length > 0 || filter.q === undefined) return { ...page, q: filter.q };
    const q = await this.corrections.correct(filter.q);
    if (q === filter.q) return { ...page, q };
    const { rows } = await this.read(sort, 'forward', { ...filter, q }, { limit });
    // The empty result of the original text is as short-lived as the entries.
    return { rows, freshForMs: page.freshForMs, q };
  }

  read(
    sort: ProductSort,
    direction: ReadingDirection,
    filter: ListingsFilter,
    start: PageStart,
  ): Promise<ListingsPage> {
    const isForward = direction === 'forward';
    if (sort === 'relevance') return this.listings.search(isForward ? 'best' : 'worst', filter, start);
    return this.listings.list(isForward ? sort : BACKWARD[sort], filter, start);
  }
}
