import { ConcurrentIndex } from '../src/common/database/forward-migration.js';

/** Counts the orders of one account that wait for their first payment. */
export class CreateOpenOrdersByCustomerIndex1796011040000 extends ConcurrentIndex {
  readonly index = 'orders_open_by_customer';
  readonly dropSql = 'DROP INDEX CONCURRENTLY orders_open_by_customer';
  readonly sql = `CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_open_by_customer ON orders (customer_id)
    WHERE status = 'pending_payment'`;
}
