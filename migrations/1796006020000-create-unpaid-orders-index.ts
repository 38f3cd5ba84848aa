import { ConcurrentIndex } from '../src/common/database/forward-migration.js';

/** Holds what the view `unpaid_orders` shows. */
export class CreateUnpaidOrdersIndex1796006020000 extends ConcurrentIndex {
  readonly index = 'orders_unpaid';
  readonly dropSql = 'DROP INDEX CONCURRENTLY orders_unpaid';
  readonly sql = `CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_unpaid ON orders (expires_at)
    WHERE close_requested_at IS NULL AND (status = 'pending_payment' OR (status = 'placed'
      AND fulfillment_status = 'unfulfilled' AND payment_status IN ('none', 'processing', 'unknown', 'review', 'failed')))`;
}
