import { ForwardMigration } from '../src/common/database/forward-migration.js';

export class ValidateTakingLess1796006110000 extends ForwardMigration {
  readonly sql = `
    ALTER TABLE orders VALIDATE CONSTRAINT orders_payment_status_check;
    ALTER TABLE payments
      VALIDATE CONSTRAINT payments_accepted_amount_check,
      VALIDATE CONSTRAINT payments_authorized_amount_check,
      VALIDATE CONSTRAINT payments_unwind_reason_check;
    ALTER TABLE payment_operations VALIDATE CONSTRAINT payment_operations_automatic_check;
  `;
}
