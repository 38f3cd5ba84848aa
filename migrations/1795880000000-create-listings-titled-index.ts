import { ConcurrentIndex } from '../src/common/database/forward-migration.js';

/** Words that very many products have are searched for in titles (weight A) too, whatever the age of the product. */
export class CreateListingsTitledIndex1795880000000 extends ConcurrentIndex {
  readonly index = 'product_listings_titled';
  readonly dropSql = 'DROP INDEX CONCURRENTLY product_listings_titled';
  readonly sql = `CREATE INDEX CONCURRENTLY IF NOT EXISTS product_listings_titled ON product_listings
    USING gin (ts_filter(document, '{a}')) WHERE status = 'active'`;
}
