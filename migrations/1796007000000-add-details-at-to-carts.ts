import { ForwardMigration } from '../src/common/database/forward-migration.js';

export class AddDetailsAtToCarts1796007000000 extends ForwardMigration {
  readonly sql = `
    SET LOCAL lock_timeout = '2s';
    -- When e-mail, addresses or shipping method last changed; of two carts that become one, the newer ones count. Null
    -- in carts from before, and while nothing was given.
    ALTER TABLE carts ADD COLUMN details_at timestamptz;
  `;
}
