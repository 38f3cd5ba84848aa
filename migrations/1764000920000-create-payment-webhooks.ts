import { ForwardMigration } from '../src/common/database/forward-migration.js';

export class CreatePaymentWebhooks1764000920000 extends ForwardMigration {
  readonly sql = `
    -- Every verified event of a provider, kept before it is acknowledged. What cannot be used is parked, never dropped.
    CREATE TABLE payment_webhooks (
      id uuid PRIMARY KEY,
      provider text NOT NULL CHECK (char_length(provider) <= 30),
      event_id text NOT NULL CHECK (char_length(event_id) <= 200),
      type text NOT NULL CHECK (char_length(type) <= 200),
      charge_key text CHECK (char_length(charge_key) <= 200),
      charge_reference text CHECK (char_length(charge_reference) <= 200),
      currency text,
      amount bigint,
      payload jsonb NOT NULL,
      status text NOT NULL DEFAULT 'received' CHECK (status IN ('received', 'applied', 'parked')),
      attempts integer NOT NULL DEFAULT 0,
      detail text,
      received_at timestamptz NOT NULL DEFAULT now(),
      settled_at timestamptz,
      CONSTRAINT payment_webhooks_event_key UNIQUE (provider, event_id)
    );
    CREATE INDEX payment_webhooks_unsettled ON payment_webhooks (received_at) WHERE status <> 'applied';
  `;
}
