import { ForwardMigration } from '../src/common/database/forward-migration.js';

/** Words that very many products have are searched for in titles (weight A) too, whatever the age of the product. */
export class CreateListingsTitledIndex1795880000000 extends ForwardMigration {
  readonly transaction = false;
  readonly sql = `CREATE INDEX CONCURRENTLY IF NOT EXISTS product_listings_titled ON product_listings
    USING gin (ts_filter(document, '{a}')) WHERE status = 'active'`;
}
