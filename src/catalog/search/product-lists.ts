import { Injectable } from '@nestjs/common';
import { Perishable } from '../../common/cache/perishable.js';
import { Forbidden, Unauthenticated } from '../../common/errors/errors.js';
import { Cursors } from '../../common/http/pagination.js';
import type { Principal } from '../../common/http/principal.js';
import { ShopConfig } from '../../common/config/shop.config.js';
import { CategoriesService } from '../categories/categories.service.js';
import type { ListProductsQuery } from '../dto/list-products.query.js';
import { FacetsReader } from './facets.reader.js';
import type { ListingsFilter } from './listings-filter.js';
import type { Listing } from './product-listings.reader.js';
import { type Found, ProductSearch, type ReadingDirection } from './product-search.js';
import { isStaff } from '../viewer.js';

/** Contents of a cursor: start of the page, reading direction, and the corrected query text. */
type Position = readonly [key: string, id: string, direction: ReadingDirection, corrected: string | null];

/** Lists products as JSON, paged in both directions. */
@Injectable()
export class ProductLists {
  constructor(
    private readonly search: ProductSearch,
    private readonly facets: FacetsReader,
    private readonly categories: CategoriesService,
    private readonly cursors: Cursors,
    private readonly shop: ShopConfig,
  ) {}

  /** Returns a page, fresh until a sale begins or ends. */
  async page(asked: ListProductsQuery, user?: Principal): Promise<Perishable<string>> {
    const query = { ...asked, q: asked.q?.trim() === '' ? undefined : asked.q };
    const { currency = this.shop.currency, status = 'active' } = query;
    if (status !== 'active') refuseAllButStaff(user);
    const { limit, cursor, facets, ...filters } = query;
    const sort = sortOf(query);
    const branches = query.category && (await this.categories.branches(query.category));
    const filter = { ...filtersOf(query), currency, status, categoryIds: branches?.ids };
    // Uses ids, since slugs may change between pages.
    const scope = `products:${JSON.stringify({ ...filters, category: branches?.rootIds, sort, currency, status })}`;
    const position = this.cursors.decode(scope, cursor) as Position | undefined;

    const found = await this.find(sort, filter, position, limit + 1);
    const corrected = found.q === query.q ? null : (found.q ?? null);
    const cursorAt = (at: Listing | undefined, direction: ReadingDirection): string | null =>
      at ? this.cursors.encode(scope, [at.key, at.id, direction, corrected]) : null;
    const { items, hasBefore, hasAfter } = cut(found.rows, limit, position);
    const members = [
      `"items":[${items.map(jsonOf).join(',')}]`,
      `"nextCursor":${JSON.stringify(hasAfter ? cursorAt(items.at(-1), 'forward') : null)}`,
      `"prevCursor":${JSON.stringify(hasBefore ? cursorAt(items[0], 'backward') : null)}`,
      ...(corrected === null || items.length === 0 ? [] : [`"correctedQuery":${JSON.stringify(corrected)}`]),
    ];
    if (facets === true) {
      members.push(`"facets":${JSON.stringify(await this.facets.count({ ...filter, q: found.q }))}`);
    }
    return new Perishable(`{${members.join(',')}}`, found.freshForMs);
  }

  private async find(
    sort: ReturnType<typeof sortOf>,
    filter: ListingsFilter,
    position: Position | undefined,
    limit: number,
  ): Promise<Found> {
    if (!position) return this.search.begin(sort, filter, limit);
    const [key, id, direction, corrected] = position;
    const q = corrected ?? filter.q;
    return { ...(await this.search.read(sort, direction, { ...filter, q }, { after: [key, id], limit })), q };
  }
}

/** Entries in list order. The extra entry beyond the limit shows whether more follow in reading direction. */
function cut(rows: readonly Listing[], limit: number, position: Position | undefined) {
  const items = rows.slice(0, limit);
  const isMore = rows.length > limit;
  if (position?.[2] !== 'backward') return { items, hasBefore: position !== undefined, hasAfter: isMore };
  return { items: items.toReversed(), hasBefore: isMore, hasAfter: true };
}

const jsonOf = ({ json, highlight }: Listing): string =>
  highlight === null ? json : `${json.slice(0, -1)},"highlight":${JSON.stringify(highlight)}}`;

function refuseAllButStaff(user: Principal | undefined): void {
  if (!user) throw new Unauthenticated('Only staff may list products that are not active.');
  if (!isStaff(user)) throw new Forbidden('Only staff may list products that are not active.');
}

function filtersOf({ q, minPrice, maxPrice, inStock, options }: ListProductsQuery) {
  return { q, minPrice, maxPrice, inStock, options };
}

/** Without query text all products are equally relevant, so the newest come first. */
function sortOf({ q, sort }: ListProductsQuery) {
  if (q === undefined) return sort === undefined || sort === 'relevance' ? 'newest' : sort;
  return sort ?? 'relevance';
}
