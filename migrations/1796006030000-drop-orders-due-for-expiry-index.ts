import { ForwardMigration } from '../src/common/database/forward-migration.js';

/** The statements of the old code use `orders_unpaid` as well, since what they ask for implies its condition. */
export class DropOrdersDueForExpiryIndex1796006030000 extends ForwardMigration {
  readonly transaction = false;
  readonly sql = 'DROP INDEX CONCURRENTLY IF EXISTS orders_due_for_expiry';
}
