import { ForwardMigration } from '../src/common/database/forward-migration.js';

export class AddPasswordLevels1796010020000 extends ForwardMigration {
  readonly sql = `
    SET LOCAL lock_timeout = '2s';

    -- Which accounts a password was found fit for. Of older ones the next sign-in tells.
    ALTER TABLE users ADD COLUMN password_level text NOT NULL DEFAULT 'customer'
      CHECK (password_level IN ('customer', 'staff'));
  `;
}
