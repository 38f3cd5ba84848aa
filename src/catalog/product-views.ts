import { Injectable } from '@nestjs/common';
import { NotFound } from '../common/errors/errors.js';
import type { Principal } from '../common/http/principal.js';
import { ShopConfig } from '../common/money/shop.config.js';
import type { ProductResponse } from './dto/product.response.js';
import type { VariantResponse } from './dto/variant.response.js';
import { ProductsReader } from './products.reader.js';

/** What shoppers and staff see of products, as finished JSON. */
@Injectable()
export class ProductViews {
  constructor(
    private readonly reader: ProductsReader,
    private readonly shop: ShopConfig,
  ) {}

  /** A product's page by id or slug. To the public a draft or archived product does not exist. */
  async page(idOrSlug: string, currency = this.shop.currency, user?: Principal): Promise<string> {
    const json = await this.reader.find(idOrSlug, { currency, forStaff: isStaff(user) });
    if (json === undefined) throw new NotFound('product');
    return json;
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

export const isStaff = (user: Principal | undefined): boolean =>
  user?.permissions.has('catalog:write') === true;
