import { ForwardMigration } from '../src/common/database/forward-migration.js';

export class ValidateCrowdedOutSessions1797001010000 extends ForwardMigration {
  readonly sql = `
    ALTER TABLE sessions VALIDATE CONSTRAINT sessions_revocation_reason_check;
  `;
}
