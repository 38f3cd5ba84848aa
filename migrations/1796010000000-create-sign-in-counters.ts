import { ForwardMigration } from '../src/common/database/forward-migration.js';

export class CreateSignInCounters1796010000000 extends ForwardMigration {
  readonly sql = `
    SET LOCAL lock_timeout = '2s';

    -- Failed sign-ins by account, client, network and device, each under a MAC, so that the table names nobody.
    CREATE TABLE sign_in_counters (
      key text PRIMARY KEY CHECK (char_length(key) = 43),
      points integer NOT NULL CHECK (points >= 0),
      expires_at timestamptz NOT NULL
    );
    CREATE INDEX sign_in_counters_expires ON sign_in_counters (expires_at);

    -- Where a session was opened, under a MAC: from there its account may sign in while others guess.
    ALTER TABLE sessions ADD COLUMN place text CHECK (char_length(place) = 43);
  `;
}
