import { ForwardMigration } from '../src/common/database/forward-migration.js';

export class CreateTaxRates1764000600000 extends ForwardMigration {
  readonly sql = `
    -- A region's rate stands in place of its country's. Regions are kept in capitals, so that the constraint sees twins.
    CREATE TABLE tax_rates (
      id uuid PRIMARY KEY,
      name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
      country text NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
      region text CHECK (char_length(region) BETWEEN 1 AND 300),
      millionths integer NOT NULL CHECK (millionths BETWEEN 0 AND 1000000),
      version integer NOT NULL DEFAULT 1,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      CONSTRAINT tax_rates_place_key UNIQUE NULLS NOT DISTINCT (country, region)
    );
  `;
}
