import { ForwardMigration } from '../src/common/database/forward-migration.js';

export class CreateUsersAndSessions1764000100000 extends ForwardMigration {
  readonly sql = `
    CREATE TABLE users (
      id uuid PRIMARY KEY,
      email text NOT NULL CONSTRAINT users_email_key UNIQUE,
      password_hash text NOT NULL CHECK (password_hash LIKE '$argon2id$%'),
      name text CHECK (char_length(name) BETWEEN 1 AND 200),
      email_verified_at timestamptz,
      status text NOT NULL CHECK (status IN ('active', 'suspended')),
      roles text[] NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      CHECK (char_length(email) BETWEEN 3 AND 254 AND email !~ '[A-Z[:space:]]'),
      CHECK (roles <@ ARRAY['customer', 'staff', 'owner'] AND cardinality(roles) BETWEEN 1 AND 3)
    );
    -- Staff look accounts up by how the address begins, and list those of a role.
    CREATE INDEX users_email_prefix ON users (email text_pattern_ops);
    CREATE INDEX users_roles ON users USING gin (roles);

    -- The shop always keeps an owner who can sign in. Each one who would take an owner away waits for the others here,
    -- and looks again after them, so that two owners cannot demote one another at once.
    CREATE FUNCTION keep_an_owner() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM pg_advisory_xact_lock(hashtext('users_keep_an_owner'));
      IF NOT EXISTS (SELECT FROM users WHERE status = 'active' AND roles @> ARRAY['owner']) THEN
        RAISE EXCEPTION 'The last owner stays'
          USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'users_keep_an_owner';
      END IF;
      RETURN NULL;
    END $$;
    CREATE TRIGGER users_keep_an_owner_on_update AFTER UPDATE OF status, roles ON users FOR EACH ROW
      WHEN (OLD.status = 'active' AND OLD.roles @> ARRAY['owner']
        AND NOT (NEW.status = 'active' AND NEW.roles @> ARRAY['owner']))
      EXECUTE FUNCTION keep_an_owner();
    CREATE TRIGGER users_keep_an_owner_on_delete AFTER DELETE ON users FOR EACH ROW
      WHEN (OLD.status = 'active' AND OLD.roles @> ARRAY['owner'])
      EXECUTE FUNCTION keep_an_owner();

    CREATE TABLE sessions (
      id uuid PRIMARY KEY,
      user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
      counter integer NOT NULL DEFAULT 0 CHECK (counter >= 0),
      rotated_at timestamptz NOT NULL DEFAULT now(),
      revoked_at timestamptz,
      revocation_reason text
        CHECK (revocation_reason IN ('signed_out', 'token_reused', 'suspended', 'password_set')),
      created_at timestamptz NOT NULL DEFAULT now(),
      CHECK ((revoked_at IS NULL) = (revocation_reason IS NULL))
    );
    CREATE INDEX sessions_user ON sessions (user_id);
    CREATE INDEX sessions_rotated ON sessions (rotated_at);
  `;
}
