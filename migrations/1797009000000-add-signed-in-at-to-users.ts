import { ForwardMigration } from '../src/common/database/forward-migration.js';

export class AddSignedInAtToUsers1797009000000 extends ForwardMigration {
  readonly sql = `
    SET LOCAL lock_timeout = '2s';
    -- Sessions are forgotten after two months, so the account itself says when it was last signed in to. For those that are
    -- there already the time begins now.
    ALTER TABLE users ADD COLUMN signed_in_at timestamptz NOT NULL DEFAULT now();
  `;
}
