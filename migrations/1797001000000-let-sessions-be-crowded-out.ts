import { ForwardMigration } from '../src/common/database/forward-migration.js';

export class LetSessionsBeCrowdedOut1797001000000 extends ForwardMigration {
  readonly sql = `
    SET LOCAL lock_timeout = '2s';

    -- An account has so many sessions at one time: the next one ends those that nobody has refreshed for longest.
    ALTER TABLE sessions
      DROP CONSTRAINT sessions_revocation_reason_check,
      ADD CONSTRAINT sessions_revocation_reason_check CHECK (
        revocation_reason IN ('signed_out', 'token_reused', 'suspended', 'password_set', 'crowded_out')) NOT VALID;
  `;
}
