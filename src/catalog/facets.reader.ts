import { Injectable } from '@nestjs/common';
import { Transaction } from '../common/database/transaction.js';
import type { FacetsResponse, OptionFacetResponse } from './dto/facets.response.js';
import { type ListingsFilter, listingsParameters } from './listings-filter.js';
import { FACETS } from './facets.sql.js';
import { SearchConfig } from './search.config.js';

type Facet = 'categories' | 'options' | 'prices' | 'availability';

/** Counts what a list can be narrowed by. */
@Injectable()
export class FacetsReader {
  constructor(
    private readonly transaction: Transaction,
    private readonly config: SearchConfig,
  ) {}

  /**
   * All facets of a list. One statement, and one more for each filter that is set: what it narrows by is counted
   * without it.
   */
  async count(filter: ListingsFilter): Promise<FacetsResponse> {
    const { categoryIds, minPrice, maxPrice, inStock } = filter;
    const hasPrice = minPrice !== undefined || maxPrice !== undefined;
    const all = await this.read(filter, ['categories', 'options', 'prices', 'availability']);
    const facets: FacetsResponse = {
      ...all,
      ...(categoryIds && (await this.read({ ...filter, categoryIds: undefined }, ['categories']))),
      ...(hasPrice && (await this.read({ ...filter, minPrice: undefined, maxPrice: undefined }, ['prices']))),
      ...(inStock !== undefined && (await this.read({ ...filter, inStock: undefined }, ['availability']))),
    };
    return { ...facets, options: await this.options(filter, facets.options) };
  }

  /** The values of an option that is filtered by are those that may be chosen instead. */
  private async options(
    filter: ListingsFilter,
    options: readonly OptionFacetResponse[],
  ): Promise<OptionFacetResponse[]> {
    const byName = new Map(options.map((option) => [option.name, option]));
    for (const name of Object.keys(filter.options ?? {})) {
      const { [name]: _, ...others } = filter.options!;
      const rest = Object.keys(others).length === 0 ? undefined : others;
      const without = await this.read({ ...filter, options: rest }, ['options']);
      const own = without.options.find((option) => option.name === name);
      if (own) byName.set(name, own);
    }
    return [...byName.values()];
  }

  /** Facets that are not wanted are not counted, and not in the answer. */
  private async read(filter: ListingsFilter, wanted: readonly Facet[]): Promise<FacetsResponse> {
    const [row] = await this.transaction.sqlPlannedAnew<{ facets: FacetsResponse }>(
      FACETS,
      listingsParameters(filter, wanted, this.config.configuration),
    );
    return row!.facets;
  }
}
