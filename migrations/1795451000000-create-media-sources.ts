import { ForwardMigration } from '../src/common/database/forward-migration.js';

export class CreateMediaSources1795451000000 extends ForwardMigration {
  readonly sql = `
    -- Addresses at other hosts that images were fetched from, by the SHA-256 of the address, so that an import which
    -- names them again shows what is kept already.
    CREATE TABLE media_sources (
      source text COLLATE "C" PRIMARY KEY CHECK (source ~ '^[0-9a-f]{64}$'),
      file_url text COLLATE "C" NOT NULL REFERENCES media_files (url) ON DELETE CASCADE
    );
    CREATE INDEX media_sources_file ON media_sources (file_url);
  `;
}
