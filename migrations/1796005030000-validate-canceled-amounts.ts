import { ForwardMigration } from '../src/common/database/forward-migration.js';

export class ValidateCanceledAmounts1796005030000 extends ForwardMigration {
  readonly sql = `
    ALTER TABLE orders VALIDATE CONSTRAINT orders_canceled_within_total;
    ALTER TABLE order_lines VALIDATE CONSTRAINT order_lines_units_add_up;
    ALTER TABLE reservations VALIDATE CONSTRAINT reservations_returned_within;
    ALTER TABLE payments VALIDATE CONSTRAINT payments_canceled_within_amount;
  `;
}
