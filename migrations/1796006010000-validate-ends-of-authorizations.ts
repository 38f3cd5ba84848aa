import { ForwardMigration } from '../src/common/database/forward-migration.js';

export class ValidateEndsOfAuthorizations1796006010000 extends ForwardMigration {
  readonly sql = 'ALTER TABLE test_provider.charges VALIDATE CONSTRAINT charges_settles_as_check';
}
