import { ForwardMigration } from '../src/common/database/forward-migration.js';

export class AddForgottenAtToOrders1796011110000 extends ForwardMigration {
  readonly sql = `
    SET LOCAL lock_timeout = '2s';
    -- When the personal data of an order that came to nothing was taken out of it; its amounts and its number stay.
    ALTER TABLE orders ADD COLUMN forgotten_at timestamptz;
  `;
}
