import { Injectable } from '@nestjs/common';
import { PublicCache } from '../../common/cache/public-cache.js';
import { Transaction } from '../../common/database/transaction.js';
import { InventoryFacade } from '../../inventory/index.js';
import { productTags } from '../catalog.tags.js';
import { ProductListingsRepository } from '../listings/product-listings.repository.js';
import { VariantsRepository } from './variants.repository.js';

/** Whether variants can be had, as pages and lists show it. */
@Injectable()
export class Availability {
  constructor(
    private readonly transaction: Transaction,
    private readonly inventory: InventoryFacade,
    private readonly variants: VariantsRepository,
    private readonly listings: ProductListingsRepository,
    private readonly cache: PublicCache,
  ) {}

  /**
   * Shows of variants what is true now: once this is done, no read on any process shows less. In a transaction of its own
   * that comes after the one that changed their stock: products are locked before stock levels everywhere.
   */
  async show(variantIds: readonly string[]): Promise<void> {
    await this.transaction.run(async () => {
      const { products } = await this.update(variantIds);
      // Also where another process has just written it: its purge may still be on the way.
      await this.purge(products);
    });
  }

  /** Shows of a variant what is true now, or leaves it to who has written it already. */
  async follow(variantId: string): Promise<void> {
    await this.transaction.run(async () => {
      const { products, changed } = await this.update([variantId]);
      if (changed.length > 0) await this.purge(products);
    });
  }

  private async update(variantIds: readonly string[]) {
    const products = await this.variants.lockProductsOf(variantIds);
    const [units] = await this.transaction.ask(this.inventory.available({ variantIds }));
    const changed = await this.variants.setAvailable(
      variantIds.map((id) => ({ id, available: (units.get(id) ?? 0) > 0 })),
    );
    if (changed.length > 0) await this.listings.refresh(...changed);
    return { products, changed };
  }

  private async purge(products: readonly { id: string; slug: string }[]): Promise<void> {
    if (products.length === 0) return;
    await this.cache.purge(productTags(...products.flatMap(({ id, slug }) => [id, slug])));
  }
}
