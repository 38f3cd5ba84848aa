import { ForwardMigration } from '../src/common/database/forward-migration.js';

export class CreateMediaFiles1795433000000 extends ForwardMigration {
  readonly sql = `
    -- Images that the shop keeps itself, named after their content. A product shows one by its address.
    CREATE TABLE media_files (
      url text COLLATE "C" PRIMARY KEY CHECK (url ~ '^/media/[0-9a-f]{32}\\.(jpg|png)$'),
      width integer NOT NULL CHECK (width > 0),
      height integer NOT NULL CHECK (height > 0),
      -- Smaller ones of it, once they are made: [{ url, type, width, height }].
      variants jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(variants) = 'array'),
      -- What lists show.
      thumbnail text,
      created_at timestamptz NOT NULL DEFAULT now(),
      -- Nothing that was touched within a day is cleaned away: an upload may be about to name it.
      touched_at timestamptz NOT NULL DEFAULT now()
    );
    CREATE INDEX product_media_url ON product_media (md5(url));
  `;
}
