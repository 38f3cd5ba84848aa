import { ForwardMigration } from '../src/common/database/forward-migration.js';

export class ReopenOrders1796012000000 extends ForwardMigration {
  readonly sql = `
    SET LOCAL lock_timeout = '2s';

    -- Where the shopper of an unpaid order went on, once; the order ended with it.
    ALTER TABLE orders
      ADD COLUMN reopened_cart_id uuid,
      ADD CONSTRAINT orders_reopened_is_canceled CHECK (
        reopened_cart_id IS NULL
        OR (status = 'canceled' AND placed_at IS NULL AND reopened_cart_id <> cart_id)) NOT VALID;
  `;
}
