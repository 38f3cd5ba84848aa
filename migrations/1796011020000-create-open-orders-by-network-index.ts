import { ConcurrentIndex } from '../src/common/database/forward-migration.js';

/** Counts the orders of one client network that wait for their first payment. */
export class CreateOpenOrdersByNetworkIndex1796011020000 extends ConcurrentIndex {
  readonly index = 'orders_open_by_network';
  readonly dropSql = 'DROP INDEX CONCURRENTLY orders_open_by_network';
  readonly sql = `CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_open_by_network ON orders (client_network)
    WHERE status = 'pending_payment'`;
}
