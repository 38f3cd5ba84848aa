import { Injectable } from '@nestjs/common';
import { Transaction } from '../../common/database/transaction.js';
import { NotFound } from '../../common/errors/errors.js';
import { InventoryFacade } from '../../inventory/index.js';
import { LastVariant, OptionsMismatch, TooManyVariants } from '../catalog.errors.js';
import type { Product } from '../entities/product.entity.js';
import type { OptionValues, Variant } from '../entities/variant.entity.js';
import { LIMITS } from '../limits.js';
import { keptBeside, priceFaults, pricesOf, type PricesInput } from './prices.js';
import { refuseStale } from '../versions.js';
import { ProductEdits } from './product-edits.js';
import { ProductViews } from './product-views.js';
import type { ProjectedVariant } from './products.reader.js';
import { refuseFaults, VariantCreation, type VariantInput } from './variant-creation.js';
import { optionFaults, variantTitle } from './variant-options.js';
import { VariantsRepository } from './variants.repository.js';

export type VariantChanges = Partial<Omit<VariantInput, 'onHand'>>;

/** Use cases of variants. Each change raises the product's version. */
@Injectable()
export class VariantsService {
  constructor(
    private readonly transaction: Transaction,
    private readonly edits: ProductEdits,
    private readonly variants: VariantsRepository,
    private readonly creation: VariantCreation,
    private readonly inventory: InventoryFacade,
    private readonly views: ProductViews,
  ) {}

  async get(id: string): Promise<ProjectedVariant> {
    const { productId } = await this.find(id);
    return this.views.variantForStaff(productId, id);
  }

  add(productId: string, input: VariantInput): Promise<ProjectedVariant> {
    refuseFaults(priceFaults(input, ''));
    return this.transaction.run(async () => {
      const id = await this.edits.edit(productId, undefined, async (product) => {
        refuseMismatch(product, input.options ?? {});
        const existing = await this.variants.ofProduct(productId);
        if (existing.length >= LIMITS.variants) throw new TooManyVariants();

        const position = (existing.at(-1)?.position ?? -1) + 1;
        const [created] = await this.creation.create(product, [input], position);
        return created!;
      });
      return this.views.variantForStaff(productId, id);
    });
  }

  /** Changes a variant. The expected version is the variant's own. */
  async update(id: string, changes: VariantChanges, expectedVersion?: number): Promise<ProjectedVariant> {
    const { productId } = await this.find(id);
    return this.transaction.run(async () => {
      await this.edits.edit(productId, undefined, async (product) => {
        const variant = await this.find(id);
        refuseStale(variant.version, expectedVersion);

        const before = await this.contentOf(variant);
        if (changes.options) this.setOptions(product, variant, changes.options);
        if (changes.prices ?? changes.compareAtPrices ?? changes.salePrices)
          await this.changePrices(id, changes);
        if (changes.sku !== undefined && changes.sku !== variant.sku)
          await this.inventory.rename(id, changes.sku);
        variant.sku = changes.sku ?? variant.sku;
        if ((await this.contentOf(variant)) === before) return;
        variant.version += 1;
        await this.variants.update(variant);
      });
      return this.views.variantForStaff(productId, id);
    });
  }

  /** Deletes a variant. Orders keep their own copy of the data; the SKU becomes free. */
  async remove(id: string, expectedVersion?: number): Promise<void> {
    const { productId } = await this.find(id);
    await this.edits.edit(productId, undefined, async () => {
      const variants = await this.variants.ofProduct(productId);
      const variant = variants.find((each) => each.id === id);
      if (!variant) throw new NotFound('variant');
      refuseStale(variant.version, expectedVersion);
      if (variants.length === 1) throw new LastVariant();

      await this.variants.delete(id);
      await this.inventory.retire([id]);
    });
  }

  private async contentOf({ id, sku, options }: Variant): Promise<string> {
    return JSON.stringify([sku, options, await this.variants.pricesOf(id)]);
  }

  private async find(id: string): Promise<Variant> {
    const variant = await this.variants.find(id);
    if (!variant) throw new NotFound('variant');
    return variant;
  }

  private setOptions(product: Product, variant: Variant, options: OptionValues): void {
    refuseMismatch(product, options);
    variant.options = options;
    variant.title = variantTitle(product.options, options);
  }

  /** Without new ones, compare-at prices and current or planned sales stay, in currencies that still have a price. */
  private async changePrices(id: string, { prices, ...others }: Partial<PricesInput>): Promise<void> {
    await this.variants.forgetEndedSales(id);
    const before = await this.variants.pricesOf(id);
    const kept = keptBeside(prices ?? before, before);
    const given = {
      prices: kept.prices,
      compareAtPrices: others.compareAtPrices ?? kept.compareAtPrices,
      salePrices: others.salePrices ?? kept.salePrices,
    };
    refuseFaults(priceFaults(given, ''));
    await this.variants.replacePrices(id, pricesOf(id, given));
  }
}

function refuseMismatch(product: Product, options: OptionValues): void {
  const faults = optionFaults(product.options, options, 'options');
  if (faults.length > 0) throw new OptionsMismatch(faults);
}
