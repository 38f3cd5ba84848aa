import { ForwardMigration } from '../src/common/database/forward-migration.js';

export class ValidateRefusedRefunds1797002010000 extends ForwardMigration {
  readonly sql = `
    ALTER TABLE payment_operations VALIDATE CONSTRAINT payment_operations_decision_check;
    ALTER TABLE payments VALIDATE CONSTRAINT payments_settled_within_captured;
  `;
}
