import { ForwardMigration } from '../src/common/database/forward-migration.js';

export class NameWhoAsksProviders1796002000000 extends ForwardMigration {
  readonly sql = `
    SET LOCAL lock_timeout = '2s';

    -- The process that works at it now, by the name of its session: once no such session stands, anybody may go on.
    ALTER TABLE idempotency_keys ADD COLUMN held_by text;
    ALTER TABLE payments ADD COLUMN asked_by text;
    ALTER TABLE payment_operations ADD COLUMN asked_by text;

    -- A witness that does not see itself cannot tell who lives.
    CREATE FUNCTION process_has_ended(session_name text, witness text) RETURNS boolean LANGUAGE sql STABLE STRICT AS $$
      SELECT coalesce(bool_or(application_name = witness) AND NOT bool_or(application_name = session_name), false)
      FROM pg_stat_activity WHERE datname = current_database()
    $$;
  `;
}
