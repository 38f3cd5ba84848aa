import { ForwardMigration } from '../src/common/database/forward-migration.js';

export class CreateTestProvider1764000930000 extends ForwardMigration {
  readonly sql = `
    -- The books of the test provider: another company's database, as far as the shop is concerned. The shop reaches
    -- them through the provider alone, on a connection of their own, so that they outlive a rollback of the shop.
    CREATE SCHEMA test_provider;

    CREATE TABLE test_provider.charges (
      reference text PRIMARY KEY,
      key text NOT NULL UNIQUE,
      order_reference text NOT NULL,
      method text NOT NULL,
      status text NOT NULL CHECK (status IN ('requires_action', 'processing', 'authorized', 'succeeded', 'failed',
        'canceled')),
      currency text NOT NULL,
      amount bigint NOT NULL CHECK (amount > 0),
      captured bigint NOT NULL DEFAULT 0 CHECK (captured BETWEEN 0 AND amount),
      refunded bigint NOT NULL DEFAULT 0 CHECK (refunded BETWEEN 0 AND captured),
      -- A delayed method: how the charge ends, and when.
      settles_as text CHECK (settles_as IN ('succeeded', 'failed')),
      settles_at timestamptz,
      created_at timestamptz NOT NULL DEFAULT now()
    );

    CREATE TABLE test_provider.movements (
      reference text PRIMARY KEY,
      charge_reference text NOT NULL REFERENCES test_provider.charges,
      key text NOT NULL UNIQUE,
      kind text NOT NULL CHECK (kind IN ('capture', 'refund')),
      amount bigint NOT NULL CHECK (amount > 0),
      created_at timestamptz NOT NULL DEFAULT now()
    );
    CREATE INDEX movements_charge ON test_provider.movements (charge_reference);

    CREATE TABLE test_provider.webhooks (
      id text PRIMARY KEY,
      charge_reference text NOT NULL REFERENCES test_provider.charges,
      deliver_at timestamptz NOT NULL,
      attempts integer NOT NULL DEFAULT 0,
      delivered_at timestamptz
    );
    CREATE INDEX webhooks_due ON test_provider.webhooks (deliver_at) WHERE delivered_at IS NULL;
  `;
}
