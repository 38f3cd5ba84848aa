import { ForwardMigration } from '../src/common/database/forward-migration.js';

export class CreateProductSlugsBefore1795434000000 extends ForwardMigration {
  readonly sql = `
    -- Slugs that a product had once, so that its old addresses lead to it. The last product that gave one up has it.
    CREATE TABLE product_slugs_before (
      slug text COLLATE "C" PRIMARY KEY,
      product_id uuid NOT NULL REFERENCES products (id),
      CHECK (char_length(slug) <= 120 AND slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$')
    );
    CREATE INDEX product_slugs_before_product ON product_slugs_before (product_id);
  `;
}
