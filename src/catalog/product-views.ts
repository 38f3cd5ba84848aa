import { Injectable } from '@nestjs/common';
import { Forbidden, NotFound, Unauthenticated } from '../common/errors/errors.js';
import { Cursors } from '../common/http/pagination.js';
import type { Principal } from '../common/http/principal.js';
import { ShopConfig } from '../common/money/shop.config.js';
import { CategoriesRepository } from './categories.repository.js';
import type { ListProductsQuery } from './dto/list-products.query.js';
import type { ProductResponse } from './dto/product.response.js';
import type { VariantResponse } from './dto/variant.response.js';
import { type ListingsFilter, ProductListingsReader } from './product-listings.reader.js';
import { ProductsReader } from './products.reader.js';

/** What shoppers and staff see of products, as finished JSON. */
@Injectable()
export class ProductViews {
  constructor(
    private readonly reader: ProductsReader,
    private readonly listings: ProductListingsReader,
    private readonly categories: CategoriesRepository,
    private readonly cursors: Cursors,
    private readonly shop: ShopConfig,
  ) {}

  /** A product's page by id or slug. To the public a draft or archived product does not exist. */
  async page(idOrSlug: string, currency = this.shop.currency, user?: Principal): Promise<string> {
    const json = await this.reader.find(idOrSlug, { currency, forStaff: isStaff(user) });
    if (json === undefined) throw new NotFound('product');
    return json;
  }

  /** A page of the list. */
  async list(query: ListProductsQuery, user?: Principal): Promise<string> {
    const { currency = this.shop.currency, status = 'active', limit } = query;
    if (status !== 'active') refuseAllButStaff(user);
    const sort = sortOf(query);
    const { limit: _, cursor, ...filters } = query;
    const scope = `products:${JSON.stringify({ ...filters, sort, currency })}`;
    const after = this.cursors.decode(scope, cursor) as ListingsFilter['after'];
    const categoryIds =
      query.category === undefined ? undefined : await this.categories.branch(query.category);

    const filter = { ...filtersOf(query), currency, status, categoryIds, after, limit: limit + 1 };
    const rows = await (sort === 'relevance'
      ? this.listings.search(filter)
      : this.listings.list(sort, filter));
    const { items, nextCursor } = this.cursors.page(rows, limit, scope, (last) => [last.key, last.id]);
    return `{"items":[${items.map(({ json }) => json).join(',')}],"nextCursor":${JSON.stringify(nextCursor)}}`;
  }

  /** The product as staff see it, in the shop's currency. */
  async forStaff(productId: string): Promise<ProductResponse> {
    const json = await this.reader.find(productId, { currency: this.shop.currency, forStaff: true });
    if (json === undefined) throw new NotFound('product');
    return JSON.parse(json) as ProductResponse;
  }

  /** One variant of the product as staff see it. */
  async variantForStaff(productId: string, variantId: string): Promise<VariantResponse> {
    const { variants } = await this.forStaff(productId);
    return variants.find(({ id }) => id === variantId)!;
  }
}

const isStaff = (user: Principal | undefined): boolean => user?.permissions.has('catalog:write') === true;

function refuseAllButStaff(user: Principal | undefined): void {
  if (!user) throw new Unauthenticated('Only staff see products that are not active.');
  if (!isStaff(user)) throw new Forbidden('Only staff see products that are not active.');
}

function filtersOf({ q, minPrice, maxPrice, inStock, options }: ListProductsQuery) {
  return { q, minPrice, maxPrice, inStock, options };
}

/** Without words to find, all products are as relevant: then the newest come first. */
function sortOf({ q, sort }: ListProductsQuery) {
  if (q === undefined) return sort === undefined || sort === 'relevance' ? 'newest' : sort;
  return sort ?? 'relevance';
}
