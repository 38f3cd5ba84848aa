import { ConcurrentIndex } from '../src/common/database/forward-migration.js';

/** Says at each sign-in whether its account has signed in from that place before. */
export class CreateSessionsPlaceIndex1796010010000 extends ConcurrentIndex {
  readonly index = 'sessions_user_place';
  readonly dropSql = 'DROP INDEX CONCURRENTLY sessions_user_place';
  readonly sql = `CREATE INDEX CONCURRENTLY IF NOT EXISTS sessions_user_place ON sessions (user_id, place)
    WHERE place IS NOT NULL`;
}
