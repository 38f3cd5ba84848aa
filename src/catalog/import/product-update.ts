import { Injectable } from '@nestjs/common';
import { isDeepStrictEqual } from 'node:util';
import type { CreateProductDto } from '../dto/create-product.dto.js';
import type { CreateVariantDto } from '../dto/create-variant.dto.js';
import type { ProductOption } from '../entities/product.entity.js';
import { ProductsService } from '../products/products.service.js';
import { VariantsService } from '../products/variants.service.js';
import type { ProductDraft } from './formats/product-draft.js';
import { type KnownProduct, type KnownVariant, ProductStateReader } from './product-state.reader.js';
import { inputOf, type SaidPrice, withSaid } from './formats/said-prices.js';

interface GivenVariant {
  readonly variant: CreateVariantDto;
  readonly prices: readonly SaidPrice[];
}

/** Updates a product. Variants match by SKU, new SKUs by options; variants and values not in the file stay. */
@Injectable()
export class ProductUpdate {
  constructor(
    private readonly reader: ProductStateReader,
    private readonly products: ProductsService,
    private readonly variants: VariantsService,
  ) {}

  find({ slug, isSlugMade = false, variants }: ProductDraft): Promise<KnownProduct | undefined> {
    return this.reader.find(slug, isSlugMade ? variants.map(({ sku }) => sku) : []);
  }

  /** The caller rolls back when nothing has changed, since some rows are rewritten anyway. */
  async apply(
    known: KnownProduct,
    product: CreateProductDto,
    draft: ProductDraft,
  ): Promise<'updated' | 'unchanged'> {
    const before = await this.reader.fingerprint(known.id);
    const { variants, options, slug: _, ...parts } = product;
    await this.products.update(known.id, {
      ...parts,
      ...(parts.description !== undefined && {
        descriptionFormat: parts.descriptionFormat ?? known.descriptionFormat,
      }),
      ...(options && { options: joined(known.options, options) }),
    });
    let hasChanged = (await this.reader.fingerprint(known.id)) !== before;
    const given = variants.map((variant, at) => ({ variant, prices: draft.variants[at]!.prices }));
    const named = new Set(variants.map(({ sku }) => sku));
    for (const each of given) {
      if (await this.applyVariant(known, named, each)) hasChanged = true;
    }
    return hasChanged ? 'updated' : 'unchanged';
  }

  private async applyVariant(
    known: KnownProduct,
    named: ReadonlySet<string | undefined>,
    { variant, prices }: GivenVariant,
  ): Promise<boolean> {
    const { sku, options } = variant;
    const there =
      known.variants.find((each) => each.sku === sku) ??
      known.variants.find((each) => !named.has(each.sku) && hasOptions(each, options ?? {}));
    if (!there) {
      await this.variants.add(known.id, variant);
      return true;
    }
    const wanted = withSaid(there.prices, prices);
    const isAlike =
      there.sku === sku &&
      (options === undefined || hasOptions(there, options)) &&
      isDeepStrictEqual(there.prices, wanted);
    if (isAlike) return false;
    await this.variants.update(there.id, { sku, ...(options && { options }), ...inputOf(wanted) });
    return true;
  }
}

const hasOptions = (known: KnownVariant, options: object): boolean =>
  isDeepStrictEqual({ ...known.options }, { ...options });

/** Merges options in the file's order, with the shop's values first, since remaining variants may use them. */
function joined(known: readonly ProductOption[], given: readonly ProductOption[]): ProductOption[] {
  return given.map(({ name, values }) => {
    const there = known.find((option) => option.name === name)?.values ?? [];
    return { name, values: [...new Set([...there, ...values])] };
  });
}
