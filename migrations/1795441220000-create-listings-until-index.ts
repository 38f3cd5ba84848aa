import { ForwardMigration } from '../src/common/database/forward-migration.js';

/** While a sale of half the shop has just ended, lists find by it what holds; the renewal finds what is over. */
export class CreateListingsUntilIndex1795441220000 extends ForwardMigration {
  readonly transaction = false;
  readonly sql =
    'CREATE INDEX CONCURRENTLY IF NOT EXISTS product_listings_over ON product_listings (shown_until)';
}
