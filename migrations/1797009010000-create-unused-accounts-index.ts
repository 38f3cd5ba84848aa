import { ConcurrentIndex } from '../src/common/database/forward-migration.js';

/** Finds customers' accounts that nobody has signed in to for long, and whose address nobody vouches for. */
export class CreateUnusedAccountsIndex1797009010000 extends ConcurrentIndex {
  readonly index = 'users_unused';
  readonly dropSql = 'DROP INDEX CONCURRENTLY users_unused';
  readonly sql = `CREATE INDEX CONCURRENTLY IF NOT EXISTS users_unused ON users (signed_in_at, id)
    WHERE status = 'active' AND roles = ARRAY['customer'] AND email_verified_at IS NULL`;
}
