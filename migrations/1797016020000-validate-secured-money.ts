import { ForwardMigration } from '../src/common/database/forward-migration.js';

export class ValidateSecuredMoney1797016020000 extends ForwardMigration {
  readonly sql = 'ALTER TABLE orders VALIDATE CONSTRAINT orders_secured_within_total';
}
