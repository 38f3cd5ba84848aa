import { Injectable } from '@nestjs/common';
import { isDeepStrictEqual } from 'node:util';
import type { CreateProductDto } from '../dto/create-product.dto.js';
import type { CreateVariantDto } from '../dto/create-variant.dto.js';
import type { Price } from '../entities/price.entity.js';
import type { ProductOption } from '../entities/product.entity.js';
import { pricesOf } from '../prices.js';
import { ProductsService } from '../products.service.js';
import { VariantsService } from '../variants.service.js';
import {
  type KnownPrice,
  type KnownProduct,
  type KnownVariant,
  ProductStateReader,
} from './product-state.reader.js';

/**
 * Brings a product that is there to what a file says. Variants are known by their SKU within the product; those that the
 * file does not name stay, and so do option values and counted stock.
 */
@Injectable()
export class ProductUpdate {
  constructor(
    private readonly reader: ProductStateReader,
    private readonly products: ProductsService,
    private readonly variants: VariantsService,
  ) {}

  find(slug: string): Promise<KnownProduct | undefined> {
    return this.reader.find(slug);
  }

  /** In the running transaction, which the caller takes back when nothing has changed: some rows were written anew. */
  async apply(known: KnownProduct, product: CreateProductDto): Promise<'updated' | 'unchanged'> {
    const before = await this.reader.fingerprint(known.id);
    const { variants, options = [], ...parts } = product;
    await this.products.update(known.id, { ...parts, options: joined(known.options, options) });
    let hasChanged = (await this.reader.fingerprint(known.id)) !== before;
    for (const variant of variants) {
      if (await this.applyVariant(known, variant)) hasChanged = true;
    }
    return hasChanged ? 'updated' : 'unchanged';
  }

  private async applyVariant(known: KnownProduct, variant: CreateVariantDto): Promise<boolean> {
    const there = known.variants.find(({ sku }) => sku === variant.sku);
    if (!there) {
      await this.variants.add(known.id, variant);
      return true;
    }
    if (isAlike(there, variant)) return false;
    const { options = {}, prices, compareAtPrices = [], salePrices } = variant;
    await this.variants.update(there.id, {
      options,
      prices,
      compareAtPrices,
      ...(salePrices && { salePrices }),
    });
    return true;
  }
}

/** The file's options in its order, with the values that the shop has first: variants that stay may have them. */
function joined(known: readonly ProductOption[], given: readonly ProductOption[]): ProductOption[] {
  return given.map(({ name, values }) => {
    const there = known.find((option) => option.name === name)?.values ?? [];
    return { name, values: [...new Set([...there, ...values])] };
  });
}

function isAlike(known: KnownVariant, { options = {}, salePrices, ...others }: CreateVariantDto): boolean {
  const given = Object.fromEntries(
    pricesOf(known.id, { ...others, salePrices }).map((price): [string, KnownPrice] => [
      price.currency,
      {
        amount: price.amount,
        compareAt: price.compareAt,
        sale: salePrices ? saleOf(price) : (known.prices[price.currency]?.sale ?? null),
      },
    ]),
  );
  return isDeepStrictEqual({ ...known.options }, { ...options }) && isDeepStrictEqual(known.prices, given);
}

const saleOf = ({ saleAmount, saleStartsAt, saleEndsAt }: Price): KnownPrice['sale'] =>
  saleAmount === null
    ? null
    : {
        amount: saleAmount,
        startsAt: saleStartsAt?.toISOString() ?? null,
        endsAt: saleEndsAt?.toISOString() ?? null,
      };
