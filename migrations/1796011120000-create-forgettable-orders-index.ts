import { ConcurrentIndex } from '../src/common/database/forward-migration.js';

/** Finds guests' orders that came to nothing, and still name the guest. */
export class CreateForgettableOrdersIndex1796011120000 extends ConcurrentIndex {
  readonly index = 'orders_forgettable';
  readonly dropSql = 'DROP INDEX CONCURRENTLY orders_forgettable';
  readonly sql = `CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_forgettable ON orders (updated_at)
    WHERE status IN ('expired', 'canceled') AND placed_at IS NULL AND customer_id IS NULL
      AND payment_status IN ('none', 'failed') AND forgotten_at IS NULL`;
}
