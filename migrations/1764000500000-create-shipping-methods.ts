import { ForwardMigration } from '../src/common/database/forward-migration.js';

export class CreateShippingMethods1764000500000 extends ForwardMigration {
  readonly sql = `
    CREATE TABLE shipping_methods (
      id uuid PRIMARY KEY,
      name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
      version integer NOT NULL DEFAULT 1,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now()
    );

    -- What a method costs in a country ('*' is every country without a rate of its own) from an order value upwards.
    CREATE TABLE shipping_rates (
      id uuid PRIMARY KEY,
      method_id uuid NOT NULL REFERENCES shipping_methods ON DELETE CASCADE,
      country text NOT NULL CHECK (country ~ '^([A-Z]{2}|[*])$'),
      currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
      min_subtotal bigint NOT NULL DEFAULT 0 CHECK (min_subtotal BETWEEN 0 AND 1000000000000),
      price bigint NOT NULL CHECK (price BETWEEN 0 AND 1000000000000),
      CONSTRAINT shipping_rates_tier_key UNIQUE (method_id, country, currency, min_subtotal)
    );
    CREATE INDEX shipping_rates_place ON shipping_rates (country, currency);
  `;
}
