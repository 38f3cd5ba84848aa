import { Injectable } from '@nestjs/common';
import { PublicCache } from '../../common/cache/public-cache.js';
import { Transaction } from '../../common/database/transaction.js';
import { NotFound } from '../../common/errors/errors.js';
import { Outbox } from '../../common/events/outbox.js';
import { ProductChanged } from '../catalog.events.js';
import { productTags } from '../catalog.tags.js';
import type { Product } from '../entities/product.entity.js';
import { refuseStale } from '../versions.js';
import { ProductListingsRepository } from '../listings/product-listings.repository.js';
import { ProductsRepository } from './products.repository.js';

/** Changes a product, and says how to read what the change should answer once all of it is written. */
export type Change<T> = (product: Product) => Promise<() => Promise<T>>;

/** Sees to all that follows when a product or any part of it changes: version, lists, event, cache. */
@Injectable()
export class ProductEdits {
  constructor(
    private readonly transaction: Transaction,
    private readonly products: ProductsRepository,
    private readonly listings: ProductListingsRepository,
    private readonly outbox: Outbox,
    private readonly cache: PublicCache,
  ) {}

  /** Makes a product, which the change inserts with all its parts. */
  create<T>(product: Product, change: Change<T>): Promise<T> {
    return this.transaction.run(async () => {
      const answer = await change(product);
      await this.publish(product, product.slug);
      return answer();
    });
  }

  /**
   * Changes a product under its lock, so that edits of one product follow one another. Where another version is
   * expected than the product has, nothing is done and StaleVersion thrown. A change that leaves all as it was raises no
   * version, so that what clients and caches hold stays fresh.
   */
  edit<T>(productId: string, expectedVersion: number | undefined, change: Change<T>): Promise<T> {
    return this.transaction.run(async () => {
      const product = await this.products.lock(productId);
      if (!product) throw new NotFound('product');
      refuseStale(product.version, expectedVersion);

      const slugBefore = product.slug;
      const before = await this.products.contentOf(product);
      const answer = await change(product);
      if ((await this.products.contentOf(product)) === before) return answer();
      product.version += 1;
      await this.products.update(product);
      await this.publish(product, slugBefore);
      return answer();
    });
  }

  /** Pages and lists show the product anew, which itself is the same: how an image of it can be had has changed. */
  showAnew(productId: string): Promise<void> {
    return this.transaction.run(async () => {
      const product = await this.products.lock(productId);
      if (!product) return;
      await this.listings.refresh(product.id);
      await this.cache.purge(productTags(product.id, product.slug));
    });
  }

  private async publish(product: Product, slugBefore: string): Promise<void> {
    await this.listings.refresh(product.id);
    await this.outbox.publish(new ProductChanged(product.id, product.version));
    await this.cache.purge(productTags(product.id, product.slug, slugBefore));
  }
}
