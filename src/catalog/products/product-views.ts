import { Injectable } from '@nestjs/common';
import { Perishable } from '../../common/cache/perishable.js';
import { NotFound } from '../../common/errors/errors.js';
import type { Principal } from '../../common/http/principal.js';
import { ShopConfig } from '../../common/config/shop.config.js';
import { SlugMoved } from '../catalog.errors.js';
import type { RelatedProductsQuery } from '../dto/related-products.query.js';
import { isStaff } from '../viewer.js';
import { type RelatedProducts, RelatedProductsReader } from './related-products.reader.js';
import { type ProjectedProduct, type ProjectedVariant, ProductsReader } from './products.reader.js';

/** Shows products to shoppers and staff, as JSON. */
@Injectable()
export class ProductViews {
  constructor(
    private readonly reader: ProductsReader,
    private readonly relatedProducts: RelatedProductsReader,
    private readonly shop: ShopConfig,
  ) {}

  /** Shows a product in the currency if it has a price in it, else in the shop's. Hides drafts from the public. */
  async page(idOrSlug: string, currency = this.shop.currency, user?: Principal): Promise<Perishable<string>> {
    const forStaff = isStaff(user);
    let page = await this.reader.find(idOrSlug, { currency, forStaff });
    if (page && !page.isPriced && currency !== this.shop.currency) {
      page = await this.reader.find(idOrSlug, { currency: this.shop.currency, forStaff });
    }
    return page ? new Perishable(page.json, page.freshForMs, page.version) : this.refuse(idOrSlug, forStaff);
  }

  async related(
    idOrSlug: string,
    { currency = this.shop.currency, limit }: RelatedProductsQuery,
    user?: Principal,
  ): Promise<Perishable<Pick<RelatedProducts, 'items'>>> {
    const id = await this.reader.idOf(idOrSlug, isStaff(user));
    if (id === undefined) return this.refuse(idOrSlug, isStaff(user));
    const { items, freshForMs } = await this.relatedProducts.find(id, currency, limit);
    return new Perishable({ items }, freshForMs);
  }

  async forStaff(productId: string): Promise<ProjectedProduct> {
    const page = await this.reader.find(productId, { currency: this.shop.currency, forStaff: true });
    if (!page) throw new NotFound('product');
    return JSON.parse(page.json) as ProjectedProduct;
  }

  async variantForStaff(productId: string, variantId: string): Promise<ProjectedVariant> {
    const { variants } = await this.forStaff(productId);
    const variant = variants.find(({ id }) => id === variantId);
    if (!variant) throw new NotFound('variant');
    return variant;
  }

  /** Throws SlugMoved for a former slug, NotFound for an unknown one. */
  private async refuse(idOrSlug: string, forStaff: boolean): Promise<never> {
    const slug = await this.reader.slugAfter(idOrSlug, forStaff);
    throw slug === undefined
      ? new NotFound('product')
      : new SlugMoved('product', new Map([[idOrSlug, slug]]));
  }
}
