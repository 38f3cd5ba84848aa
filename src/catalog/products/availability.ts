import { Injectable } from '@nestjs/common';
import { PublicCache } from '../../common/cache/public-cache.js';
import { Transaction } from '../../common/database/transaction.js';
import { InventoryFacade } from '../../inventory/index.js';
import { productTags } from '../catalog.tags.js';
import { ProductListingsRepository } from '../listings/product-listings.repository.js';
import { VariantsRepository } from './variants.repository.js';

/** Updates the availability that pages and lists show. */
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
   * Shows the new state in every process. Runs after the stock's transaction: products are locked before stock levels.
   */
  async show(variantIds: readonly string[]): Promise<void> {
    await this.transaction.run(async () => {
      const { products } = await this.update(variantIds);
      // Purges even without a change: a concurrent process may have written it, and its purge may be pending.
      await this.purge(products);
    });
  }

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
