import { Injectable } from '@nestjs/common';
import { Transaction } from '../../common/database/transaction.js';
import type { FacetsResponse, OptionFacetResponse } from '../dto/facets.response.js';
import { FACETS } from './facets.sql.js';
import { type ListingsFilter, listingsParameters } from './listings-filter.js';
import { SearchConfig } from '../listings/search.config.js';

type Facet = 'categories' | 'options' | 'prices' | 'availability';

/** Only the newest products are counted; counting a large shop would take seconds. */
const MAX_COUNTED = 10_000;

/** Counts the facets of a list. */
@Injectable()
export class FacetsReader {
  constructor(
    private readonly transaction: Transaction,
    private readonly config: SearchConfig,
  ) {}

  /** Takes one statement, and one more for each filter, since a facet is counted without its own filter. */
  async count(filter: ListingsFilter): Promise<FacetsResponse> {
    const { categoryIds, minPrice, maxPrice, inStock } = filter;
    const hasPrice = minPrice !== undefined || maxPrice !== undefined;
    const facets: FacetsResponse = {
      ...(await this.read(filter, inStock === false ? WITHOUT_OPTIONS : [...WITHOUT_OPTIONS, 'options'])),
      ...(categoryIds && (await this.read({ ...filter, categoryIds: undefined }, ['categories']))),
      ...(hasPrice && (await this.read({ ...filter, minPrice: undefined, maxPrice: undefined }, ['prices']))),
      ...(inStock === true && (await this.read({ ...filter, inStock: undefined }, ['availability']))),
      ...(inStock === false && (await this.read(withValues(filter), ['availability', 'options'], false))),
    };
    return { ...facets, options: await this.options(filter, facets.options) };
  }

  /** For an option that is filtered by, counts the alternatives to the chosen values. */
  private async options(
    filter: ListingsFilter,
    options: readonly OptionFacetResponse[],
  ): Promise<OptionFacetResponse[]> {
    const byName = new Map(options.map((option) => [option.name, option]));
    for (const name of Object.keys(filter.options ?? {})) {
      const { [name]: _, ...others } = filter.options!;
      const rest = Object.keys(others).length === 0 ? undefined : others;
      const without = await this.read(withValues({ ...filter, options: rest }), ['options'], filter.inStock);
      const own = without.options.find((option) => option.name === name);
      if (own) byName.set(name, own);
    }
    return [...byName.values()];
  }

  /** Omits unwanted facets. `inStock` counts option values that are in stock, or sold out. */
  private async read(
    filter: ListingsFilter,
    wanted: readonly Facet[],
    inStock = filter.inStock,
  ): Promise<FacetsResponse> {
    const [row] = await this.transaction.sqlPlannedAnew<{ facets: FacetsResponse }>(FACETS, [
      ...listingsParameters(filter, wanted, this.config.configuration),
      MAX_COUNTED,
      inStock ?? null,
    ]);
    return row!.facets;
  }
}

const WITHOUT_OPTIONS: readonly Facet[] = ['categories', 'prices', 'availability'];

/** A product in stock can have sold-out values. Their counts need products of either availability. */
const withValues = (filter: ListingsFilter): ListingsFilter =>
  filter.inStock === false ? { ...filter, inStock: undefined } : filter;
