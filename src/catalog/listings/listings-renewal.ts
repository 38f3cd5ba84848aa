import { Injectable } from '@nestjs/common';
import { PublicCache } from '../../common/cache/public-cache.js';
import { Transaction } from '../../common/database/transaction.js';
import { Jobs } from '../../common/events/jobs.js';
import { Job } from '../../common/events/subscribe.decorator.js';
import { PRODUCTS_TAG } from '../catalog.tags.js';
import { ProductListingsRepository } from './product-listings.repository.js';

/** Products that are written anew in one transaction, well within what one statement may take. */
const BATCH = 200;
/** Of these only the price is put in its place. */
const BATCH_OVER = 1_000;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

interface Refiling extends Record<string, unknown> {
  readonly categoryIds: readonly string[];
  readonly after: string;
}

interface Renewal {
  /** The product that the one before ended with. */
  readonly after?: string;
}

/** Makes listings anew where not the product has changed, but what it is listed by. */
@Injectable()
export class ListingsRenewal {
  constructor(
    private readonly transaction: Transaction,
    private readonly listings: ProductListingsRepository,
    private readonly jobs: Jobs,
    private readonly cache: PublicCache,
  ) {}

  /**
   * After a change of categories: their first 200 products with the change itself, in its transaction, all further ones
   * by a job, since a category may hold any number.
   */
  async refile({ categoryIds, after }: Refiling): Promise<void> {
    const ids = await this.listings.listedUnder(categoryIds, after, BATCH);
    await this.renew(ids);
    if (ids.length < BATCH) return;
    await this.jobs.enqueue('catalog.refile', { categoryIds, after: ids.at(-1)! });
  }

  refileAll(categoryIds: readonly string[]): Promise<void> {
    return this.refile({ categoryIds, after: BEFORE_ALL });
  }

  @Job('catalog.refile')
  async refileFurther(refiling: Refiling): Promise<void> {
    await this.transaction.run(() => this.refile(refiling));
  }

  /** Every product of the shop, in the order of their ids, batch by batch; tells how many are done. */
  async renewAll(onProgress: (done: number) => void): Promise<void> {
    for (let after: string | undefined = BEFORE_ALL, done = 0; after !== undefined; onProgress(done)) {
      const ids: string[] = await this.renewBatch(after);
      done += ids.length;
      after = ids.at(-1);
    }
  }

  /** As `renewAll`, a batch in each job, after a change of what listings hold. */
  @Job('catalog.renew_all')
  async renewFurther({ after }: Renewal): Promise<void> {
    await this.renewBatchAs('catalog.renew_all', after);
  }

  /** The same, under a name that processes of before do not know: they would leave the values out. */
  @Job('catalog.fill_available_values')
  async fillAvailableValues({ after }: Renewal): Promise<void> {
    await this.renewBatchAs('catalog.fill_available_values', after);
  }

  /**
   * Where a sale has begun or ended, what stood ready for it is shown already: it comes to stand among the other
   * listings, so that what is over does not slow down the lists. Two runs at once share the work.
   */
  @Job('catalog.renew_listings', { cron: '* * * * *' })
  async renewOver(): Promise<void> {
    while ((await this.renewBatchOver()) > 0);
  }

  private renewBatchOver(): Promise<number> {
    return this.transaction.run(async () => {
      const ids = await this.listings.lockOver(BATCH_OVER);
      if (ids.length > 0) await this.listings.putBegun(ids);
      return ids.length;
    });
  }

  private async renewBatchAs(job: string, after = BEFORE_ALL): Promise<void> {
    await this.transaction.run(async () => {
      const last = (await this.renewBatch(after)).at(-1);
      if (last !== undefined) await this.jobs.enqueue(job, { after: last });
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
