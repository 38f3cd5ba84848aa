import { ForwardMigration } from '../src/common/database/forward-migration.js';

export class AddDescriptionFormats1795431600000 extends ForwardMigration {
  readonly sql = `
    -- Until now every description was plain text, which is its own text to search in.
    ALTER TABLE products
      ADD COLUMN description_format text NOT NULL DEFAULT 'text' CHECK (description_format IN ('text', 'html')),
      ADD COLUMN description_text text NOT NULL DEFAULT '' CHECK (char_length(description_text) <= 20000);
    UPDATE products SET description_text = description WHERE description <> '';
  `;
}
