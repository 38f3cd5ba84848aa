import { ForwardMigration } from '../src/common/database/forward-migration.js';

export class CreateImports1795450000000 extends ForwardMigration {
  readonly sql = `
    -- Files that people sent to be imported, and how far each has come. What a unit is (a product, a row), the kind says.
    CREATE TABLE imports (
      id uuid PRIMARY KEY,
      kind text NOT NULL CHECK (kind ~ '^[a-z]{1,30}$'),
      state text NOT NULL DEFAULT 'uploading'
        CHECK (state IN ('uploading', 'queued', 'running', 'completed', 'failed')),
      is_dry_run boolean NOT NULL DEFAULT false,
      currency char(3) NOT NULL,
      actor_id uuid NOT NULL,
      -- What its sender might do when it was sent.
      permissions text[] NOT NULL,
      bytes bigint NOT NULL DEFAULT 0 CHECK (bytes >= 0),
      format text CHECK (char_length(format) <= 50),
      unread_columns text[] NOT NULL DEFAULT '{}',
      total integer CHECK (total >= 0),
      -- The checkpoint: units that are done, in the order of the file. Raised in the transaction of what they change.
      processed integer NOT NULL DEFAULT 0,
      rows_read integer NOT NULL DEFAULT 0 CHECK (rows_read >= 0),
      created integer NOT NULL DEFAULT 0 CHECK (created >= 0),
      changed integer NOT NULL DEFAULT 0 CHECK (changed >= 0),
      unchanged integer NOT NULL DEFAULT 0 CHECK (unchanged >= 0),
      refused integer NOT NULL DEFAULT 0 CHECK (refused >= 0),
      -- All that were found; of a great many, only the first are kept.
      findings integer NOT NULL DEFAULT 0 CHECK (findings >= 0),
      failure text CHECK (char_length(failure) <= 2000),
      created_at timestamptz NOT NULL DEFAULT now(),
      touched_at timestamptz NOT NULL DEFAULT now(),
      started_at timestamptz,
      finished_at timestamptz,
      CONSTRAINT imports_processed_adds_up CHECK (processed = created + changed + unchanged + refused)
    );
    CREATE INDEX imports_list ON imports (kind, id) WHERE state <> 'uploading';
    CREATE INDEX imports_open ON imports (touched_at) WHERE state IN ('uploading', 'queued', 'running');

    -- The bytes of a file, until it has been imported.
    CREATE TABLE import_chunks (
      import_id uuid NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
      number integer NOT NULL CHECK (number >= 0),
      bytes bytea NOT NULL CHECK (octet_length(bytes) BETWEEN 1 AND 1048576),
      PRIMARY KEY (import_id, number)
    );

    -- What was found in a file: why a unit was refused, or what of it became different.
    CREATE TABLE import_findings (
      import_id uuid NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
      number integer NOT NULL CHECK (number >= 0),
      kind text NOT NULL CHECK (kind IN ('refused', 'different')),
      line integer NOT NULL CHECK (line > 0),
      subject text NOT NULL CHECK (char_length(subject) <= 200),
      detail text NOT NULL CHECK (char_length(detail) <= 1000),
      PRIMARY KEY (import_id, number)
    );
  `;
}
