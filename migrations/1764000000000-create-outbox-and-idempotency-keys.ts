import { ForwardMigration } from '../src/common/database/forward-migration.js';

export class CreateOutboxAndIdempotencyKeys1764000000000 extends ForwardMigration {
  readonly sql = `
    -- Shared by every table that may only grow: the trigger refuses whoever asks.
    CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END $$;

    -- The event log. Delivery stands in graphile_worker's queue, one job for each subscriber.
    CREATE TABLE outbox (
      id uuid PRIMARY KEY,
      type text NOT NULL CHECK (type ~ '^[a-z]+\\.[a-z_]+$'),
      aggregate_id text NOT NULL,
      payload jsonb NOT NULL,
      occurred_at timestamptz NOT NULL DEFAULT now()
    );
    CREATE INDEX outbox_aggregate ON outbox (aggregate_id, id);
    CREATE TRIGGER outbox_append_only BEFORE UPDATE OR DELETE ON outbox
      FOR EACH ROW EXECUTE FUNCTION refuse_change();

    -- Answers of requests that carried an Idempotency-Key. While a provider is being asked between two transactions
    -- the row is in progress with a lease, and has no answer yet.
    CREATE TABLE idempotency_keys (
      scope text NOT NULL,
      key text NOT NULL,
      fingerprint text NOT NULL,
      state text NOT NULL CHECK (state IN ('in_progress', 'completed')),
      lease_until timestamptz,
      status smallint,
      body text,
      created_at timestamptz NOT NULL DEFAULT now(),
      expires_at timestamptz NOT NULL DEFAULT now() + interval '7 days',
      PRIMARY KEY (scope, key),
      CHECK ((state = 'completed') = (status IS NOT NULL)),
      CHECK ((state = 'in_progress') = (lease_until IS NOT NULL))
    );
    CREATE INDEX idempotency_keys_expiry ON idempotency_keys (expires_at);
  `;
}
