import { ForwardMigration } from '../src/common/database/forward-migration.js';

export class AddClientNetworkToOrders1796011010000 extends ForwardMigration {
  readonly sql = `
    SET LOCAL lock_timeout = '2s';
    -- Where the order was sent from, as limits count clients; kept as long as it waits for its first payment.
    ALTER TABLE orders ADD COLUMN client_network text;
  `;
}
