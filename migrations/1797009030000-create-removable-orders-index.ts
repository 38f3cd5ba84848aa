import { ConcurrentIndex } from '../src/common/database/forward-migration.js';

/** Finds orders that ended before any money was seen. */
export class CreateRemovableOrdersIndex1797009030000 extends ConcurrentIndex {
  readonly index = 'orders_removable';
  readonly dropSql = 'DROP INDEX CONCURRENTLY orders_removable';
  readonly sql = `CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_removable ON orders (updated_at, id)
    WHERE status IN ('expired', 'canceled') AND placed_at IS NULL AND payment_status IN ('none', 'failed')`;
}
