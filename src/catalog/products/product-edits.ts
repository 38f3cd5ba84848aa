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

/** A change of a product; what it returns is the answer of the edit. */
export type Change<T> = (product: Product) => Promise<T>;

/** Does what every change of a product or its parts needs: version, listings, event, cache. */
@Injectable()
export class ProductEdits {
  constructor(
    private readonly transaction: Transaction,
    private readonly products: ProductsRepository,
    private readonly listings: ProductListingsRepository,
    private readonly outbox: Outbox,
    private readonly cache: PublicCache,
  ) {}

  /** Creates a product; the change inserts it with all its parts. */
  create<T>(product: Product, change: Change<T>): Promise<T> {
    return this.transaction.run(async () => {
      const answer = await change(product);
      await this.publish(product, product.slug);
      return answer;
    });
  }

  /**
   * Changes a product under its lock, so edits of one product run one after another. Throws StaleVersion when another
   * version is expected. A change without effect keeps the version, so that clients and caches stay fresh.
   */
  edit<T>(productId: string, expectedVersion: number | undefined, change: Change<T>): Promise<T> {
    return this.transaction.run(async () => {
      const product = await this.products.lock(productId);
      if (!product) throw new NotFound('product');
      refuseStale(product.version, expectedVersion);

      const formerSlug = product.slug;
      const before = await this.products.contentOf(product);
      const answer = await change(product);
      if ((await this.products.contentOf(product)) === before) return answer;
      product.version += 1;
      await this.products.update(product);
      await this.publish(product, formerSlug);
      return answer;
    });
  }

  /** Rebuilds listings and purges caches of an unchanged product, whose images have new renditions. */
  showAnew(productId: string): Promise<void> {
    return this.transaction.run(async () => {
      const product = await this.products.lock(productId);
      if (!product) return;
      await this.listings.refresh(product.id);
      await this.cache.purge(productTags(product.id, product.slug));
    });
  }

  private async publish(product: Product, formerSlug: string): Promise<void> {
    await this.listings.refresh(product.id);
    await this.outbox.publish(new ProductChanged(product.id, product.version));
    await this.cache.purge(productTags(product.id, product.slug, formerSlug));
  }
}
