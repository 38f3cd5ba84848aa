import { Injectable } from '@nestjs/common';
import type { Fault } from '../../common/errors/errors.js';
import { Transaction } from '../../common/database/transaction.js';
import { OptionValueInUse, SlugTaken } from '../catalog.errors.js';
import { descriptionOf, NO_DESCRIPTION } from './description.js';
import {
  type DescriptionFormat,
  Product,
  type ProductOption,
  type ProductStatus,
} from '../entities/product.entity.js';
import { LIMITS } from '../limits.js';
import { ProductEdits } from './product-edits.js';
import { ProductViews } from './product-views.js';
import type { ProjectedProduct } from './products.reader.js';
import { type MediaInput, ProductsRepository } from './products.repository.js';
import { isReserved, slugOf } from '../slug.js';
import { refuseFaults, VariantCreation, type VariantInput } from './variant-creation.js';
import { carriedOver, optionFaults, variantFaults, variantTitle } from './variant-options.js';
import { VariantsRepository } from './variants.repository.js';

export interface ProductInput {
  readonly title: string;
  readonly slug?: string;
  readonly description?: string;
  /** Defaults to text. HTML is sanitized. */
  readonly descriptionFormat?: DescriptionFormat;
  readonly status?: ProductStatus;
  readonly categoryIds?: readonly string[];
  readonly options?: readonly ProductOption[];
  readonly media?: readonly MediaInput[];
  readonly variants: readonly VariantInput[];
}

/** Fields to change; a list replaces the old one. */
export type ProductChanges = Partial<Omit<ProductInput, 'variants'>>;

/** A concurrent request may take a free slug first. */
const SLUG_ATTEMPTS = 3;
/** Reserved for the number at the end of a generated slug. */
const ROOM_FOR_NUMBER = 10;

/** Use cases of products, for staff, imports and the demo shop. */
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

  async create(input: ProductInput): Promise<ProjectedProduct> {
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

  /** Changes a product. A new title keeps the slug, since addresses should last. */
  async update(id: string, changes: ProductChanges, expectedVersion?: number): Promise<ProjectedProduct> {
    refuseFaults(slugFaults(changes.slug));
    // Sanitizes before the lock if the format is given.
    const described = changes.descriptionFormat && (await descriptionOf(changes));
    return this.transaction.run(async () => {
      await this.edits.edit(id, expectedVersion, async (product) => {
        await this.apply(changes, product);
        Object.assign(product, described ?? (await descriptionOf(changes, product)));
      });
      return this.views.forStaff(id);
    });
  }

  /** Archives a product; orders keep their own copy of the data. */
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

  /** A given slug must be free; a generated one gets a number if taken. */
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
