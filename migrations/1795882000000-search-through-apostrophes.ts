import { ForwardMigration } from '../src/common/database/forward-migration.js';

/**
 * What is written with a typographic apostrophe is found by a plain one, and characters that nobody sees part no words.
 * Processes of before write listings so from now on, too, since the function is the database's; jobs make all others
 * anew, a batch of products each. Until one's turn has come, its words with such characters are not found.
 */
export class SearchThroughApostrophes1795882000000 extends ForwardMigration {
  readonly sql = `
    -- The characters behind the four apostrophes have no counterpart, and are left out: soft hyphen, zero-width space,
    -- non-joiner and joiner, byte order mark.
    CREATE FUNCTION searchable_text(written text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
      RETURN translate(written, U&'\\2019\\2018\\02BC\\FF07\\00AD\\200B\\200C\\200D\\FEFF', '''''''''');

    CREATE OR REPLACE FUNCTION catalog_document(language regconfig, title text, skus text, filed text, description text)
      RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
      RETURN setweight(to_tsvector(language, searchable_text(title)), 'A')
        || setweight(to_tsvector(language, searchable_text(skus)), 'B')
        || setweight(to_tsvector(language, searchable_text(filed)), 'C')
        || setweight(to_tsvector(language, searchable_text(description)), 'D');

    DO $$ BEGIN
      -- The queue's own tables are made after these, in a new database.
      IF EXISTS (SELECT FROM product_listings) THEN
        -- One that waits for the processes of before to end goes on waiting.
        PERFORM graphile_worker.add_job('catalog.renew_all', job_key => 'catalog.renew_all',
          job_key_mode => 'preserve_run_at');
      END IF;
    END $$;
  `;
}
