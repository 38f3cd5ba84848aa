import { ForwardMigration } from '../src/common/database/forward-migration.js';

export class CreateCategorySlugsBefore1795881000000 extends ForwardMigration {
  readonly sql = `
    -- Slugs that a category had once, so that its old addresses lead to it. The last category that gave one up has it.
    CREATE TABLE category_slugs_before (
      slug text COLLATE "C" PRIMARY KEY,
      category_id uuid NOT NULL REFERENCES categories (id) ON DELETE CASCADE,
      CHECK (char_length(slug) <= 120 AND slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$')
    );
    CREATE INDEX category_slugs_before_category ON category_slugs_before (category_id);
  `;
}
