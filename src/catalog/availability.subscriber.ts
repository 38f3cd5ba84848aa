import { Injectable } from '@nestjs/common';
import { PublicCache } from '../common/cache/public-cache.js';
import { Transaction } from '../common/database/transaction.js';
import type { EventFacts } from '../common/events/domain-event.js';
import { OnEvent } from '../common/events/subscribe.decorator.js';
import { AvailabilityChanged, InventoryFacade } from '../inventory/index.js';
import { productTags } from './catalog.tags.js';
import { ProductListingsRepository } from './product-listings.repository.js';
import { VariantsRepository } from './variants.repository.js';

/** Keeps what the catalog shows of availability, from what inventory tells. */
@Injectable()
export class AvailabilitySubscriber {
  constructor(
    private readonly transaction: Transaction,
    private readonly inventory: InventoryFacade,
    private readonly variants: VariantsRepository,
    private readonly listings: ProductListingsRepository,
    private readonly cache: PublicCache,
  ) {}

  /** Asks for what is true now, so that it does not matter how late the news is, or how often it comes. */
  @OnEvent(AvailabilityChanged)
  async updateAvailability({ variantId }: EventFacts<AvailabilityChanged>): Promise<void> {
    await this.transaction.run(async () => {
      const product = await this.variants.lockProductOf(variantId);
      if (!product) return;
      const [units] = await this.transaction.ask(this.inventory.available({ variantIds: [variantId] }));
      if (!(await this.variants.setAvailable(variantId, (units.get(variantId) ?? 0) > 0))) return;

      await this.listings.refresh(product.id);
      await this.cache.purge(productTags(product.id, product.slug));
    });
  }
}
