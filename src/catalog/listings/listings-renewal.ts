import { Injectable } from '@nestjs/common';
import { PublicCache } from '../../common/cache/public-cache.js';
import { Transaction } from '../../common/database/transaction.js';
import { Jobs } from '../../common/events/jobs.js';
import { PRODUCTS_TAG } from '../catalog.tags.js';
import { ProductListingsRepository } from './product-listings.repository.js';

/** Products in one transaction; their refresh stays well within the statement timeout. */
const BATCH = 200;
const SALES_BATCH = 1_000;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

export interface Refiling extends Record<string, unknown> {
  readonly categoryIds: readonly string[];
  readonly after: string;
}

/**
 * Renews listings when something other than their product has changed: categories, time, or how listings are built.
 * ProductEdits renews them when a product changes, Availability when stock runs out or comes back.
 */
@Injectable()
export class ListingsRenewal {
  constructor(
    private readonly transaction: Transaction,
    private readonly listings: ProductListingsRepository,
    private readonly jobs: Jobs,
    private readonly cache: PublicCache,
  ) {}

  /** The first 200 products are part of the caller's transaction; a job does the rest. */
  async refile({ categoryIds, after }: Refiling): Promise<void> {
    const ids = await this.listings.listedUnder(categoryIds, after, BATCH);
    await this.renew(ids);
    if (ids.length < BATCH) return;
    await this.jobs.enqueue('catalog.refile', { categoryIds, after: ids.at(-1)! });
  }

  refileAll(categoryIds: readonly string[]): Promise<void> {
    return this.refile({ categoryIds, after: BEFORE_ALL });
  }

  /** Renews all listings in batches, and reports how many are done. */
  async renewAll(onProgress: (done: number) => void): Promise<void> {
    for (let after: string | undefined = BEFORE_ALL, done = 0; after !== undefined; onProgress(done)) {
      const ids: string[] = await this.renewBatch(after);
      done += ids.length;
      after = ids.at(-1);
    }
  }

  /** Moves begun and ended sales to the main table, so that the other one stays small. Lists are right before that. */
  async moveSales(): Promise<void> {
    while ((await this.moveSalesBatch()) > 0);
  }

  /** Renews the next batch, and enqueues the job for the one after it. */
  async renewNext(job: string, after = BEFORE_ALL): Promise<void> {
    await this.transaction.run(async () => {
      const last = (await this.renewBatch(after)).at(-1);
      if (last !== undefined) await this.jobs.enqueue(job, { after: last });
    });
  }

  private moveSalesBatch(): Promise<number> {
    return this.transaction.run(async () => {
      const ids = await this.listings.lockWithEndedRows(SALES_BATCH);
      if (ids.length > 0) await this.listings.moveBegun(ids);
      return ids.length;
    });
  }

  private renewBatch(after: string): Promise<string[]> {
    return this.transaction.run(async () => {
      const ids = await this.listings.productsAfter(after, BATCH);
      await this.renew(ids);
      return ids;
    });
  }

  private async renew(productIds: readonly string[]): Promise<void> {
    if (productIds.length === 0) return;
    await this.listings.lock(productIds);
    await this.listings.refresh(...productIds);
    await this.cache.purge([PRODUCTS_TAG]);
  }
}
