import { ForwardMigration } from '../src/common/database/forward-migration.js';

export class ValidateReopenedOrders1796012010000 extends ForwardMigration {
  readonly sql = `
    ALTER TABLE orders VALIDATE CONSTRAINT orders_reopened_is_canceled;
  `;
}
