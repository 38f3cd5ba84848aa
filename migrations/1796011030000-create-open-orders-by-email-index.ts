import { ConcurrentIndex } from '../src/common/database/forward-migration.js';

/** Counts the orders of one e-mail address that wait for their first payment. */
export class CreateOpenOrdersByEmailIndex1796011030000 extends ConcurrentIndex {
  readonly index = 'orders_open_by_email';
  readonly dropSql = 'DROP INDEX CONCURRENTLY orders_open_by_email';
  readonly sql = `CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_open_by_email ON orders (email)
    WHERE status = 'pending_payment'`;
}
