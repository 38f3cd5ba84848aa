import { Injectable } from '@nestjs/common';
import type { Fault } from '../../common/errors/errors.js';
import { Transaction } from '../../common/database/transaction.js';
import { OptionValueInUse, SlugTaken } from '../catalog.errors.js';
import { descriptionOf, NO_DESCRIPTION } from './description.js';
import type { ProductResponse } from '../dto/product.response.js';
import {
  type DescriptionFormat,
  Product,
  type ProductOption,
  type ProductStatus,
} from '../entities/product.entity.js';
import { LIMITS } from '../limits.js';
import { ProductEdits } from './product-edits.js';
import { ProductViews } from './product-views.js';
import { type MediaInput, ProductsRepository } from './products.repository.js';
import { isReserved, slugOf } from '../slug.js';
import { refuseFaults, VariantCreation, type VariantInput } from './variant-creation.js';
import { carriedOver, optionFaults, variantFaults, variantTitle } from './variant-options.js';
import { VariantsRepository } from './variants.repository.js';

/** A product as it is given. */
export interface ProductInput {
  readonly title: string;
  readonly slug?: string;
  readonly description?: string;
  /** Of the description: text unless told otherwise. HTML is cleaned. */
  readonly descriptionFormat?: DescriptionFormat;
  readonly status?: ProductStatus;
  readonly categoryIds?: readonly string[];
  readonly options?: readonly ProductOption[];
  readonly media?: readonly MediaInput[];
  readonly variants: readonly VariantInput[];
}

/** Parts of a product to change; a list takes the place of the one before. */
export type ProductChanges = Partial<Omit<ProductInput, 'variants'>>;

/** Only a slug that somebody gives at the same moment can come before one that was found free. */
const SLUG_ATTEMPTS = 3;
/** Left free behind a slug that is made here, for its number. */
const ROOM_FOR_NUMBER = 10;

/** The use cases of products: for staff, for imports and for the demo shop alike. */
@Injectable()
export class ProductsService {
  constructor(
    private readonly transaction: Transaction,
    private readonly edits: ProductEdits,
    private readonly products: ProductsRepository,
    private readonly variants: VariantsRepository,
    private readonly creation: VariantCreation,
    private readonly views: ProductViews,
  ) {}

  /** Makes a product with its variants, prices, media and stock: all of it, or nothing. */
  async create(input: ProductInput): Promise<ProductResponse> {
    const { options = [] } = input;
    refuseFaults([
      ...slugFaults(input.slug),
      ...variantFaults(options, input.variants),
      ...this.creation.faultsOf(input.variants),
    ]);
    const product = Object.assign(new Product(), {
      title: input.title,
      ...((await descriptionOf(input)) ?? NO_DESCRIPTION),
      status: input.status ?? 'active',
      options,
      version: 1,
    });

    return this.transaction.run(async () => {
      await this.edits.create(product, async () => {
        await this.insert(product, input.slug);
        await this.creation.create(product, input.variants, 0);
        await this.products.insertCategories(product.id, input.categoryIds ?? []);
        await this.products.insertMedia(product.id, input.media ?? []);
      });
      return this.views.forStaff(product.id);
    });
  }

  /** Changes parts of a product. Its slug stays when the title changes, since addresses should last. */
  async update(id: string, changes: ProductChanges, expectedVersion?: number): Promise<ProductResponse> {
    refuseFaults(slugFaults(changes.slug));
    // Cleaned before the product is locked, but for one in the format that the product has.
    const described = changes.descriptionFormat && (await descriptionOf(changes));
    return this.transaction.run(async () => {
      await this.edits.edit(id, expectedVersion, async (product) => {
        await this.apply(changes, product);
        Object.assign(product, described ?? (await descriptionOf(changes, product)));
      });
      return this.views.forStaff(id);
    });
  }

  /** Takes a product off the shelves; orders that name it keep what they need. */
  archive(id: string, expectedVersion?: number): Promise<void> {
    return this.edits.edit(id, expectedVersion, async (product) => {
      product.status = 'archived';
    });
  }

  private async apply(changes: ProductChanges, product: Product): Promise<void> {
    const { title, slug, status, options, categoryIds, media } = changes;
    if (options) await this.changeOptions(product, options);
    if (categoryIds) await this.products.replaceCategories(product.id, categoryIds);
    if (media) await this.products.replaceMedia(product.id, media);
    if (slug !== undefined && slug !== product.slug)
      await this.products.rememberSlug(product.slug, product.id);
    product.title = title ?? product.title;
    product.slug = slug ?? product.slug;
    product.status = status ?? product.status;
  }

  /** A slug that was given must be free; one that is made here gets a number where it is not. */
  private async insert(product: Product, slug: string | undefined): Promise<void> {
    for (let attempt = 1; attempt <= (slug === undefined ? SLUG_ATTEMPTS : 1); attempt += 1) {
      product.slug = slug ?? (await this.products.freeSlug(wordsOf(product.title)));
      if (await this.products.insertIfSlugIsFree(product)) return;
    }
    throw new SlugTaken();
  }

  private async changeOptions(product: Product, options: readonly ProductOption[]): Promise<void> {
    const carried = (await this.variants.ofProduct(product.id)).map((variant) => ({
      variant,
      values: carriedOver(product.options, options, variant.options),
    }));
    const unfit = carried.filter(({ values }) => optionFaults(options, values, 'options').length > 0);
    if (unfit.length > 0) throw new OptionValueInUse(unfit.map(({ variant }) => variant.sku));

    product.options = options;
    await this.variants.updateOptions(
      carried.map(({ variant, values }) => ({
        id: variant.id,
        options: values,
        title: variantTitle(options, values),
      })),
    );
  }
}

function wordsOf(title: string): string {
  const words = slugOf(title, { max: LIMITS.slug - ROOM_FOR_NUMBER, fallback: 'product' });
  return isReserved(words) ? `product-${words}` : words;
}

const slugFaults = (slug: string | undefined): Fault[] =>
  slug !== undefined && isReserved(slug)
    ? [{ path: 'slug', code: 'slug', message: 'slug must not look like an id, or be "suggestions"' }]
    : [];
