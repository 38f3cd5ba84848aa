import { ForwardMigration } from '../src/common/database/forward-migration.js';

export class AddTypoTolerantSearch1795432000000 extends ForwardMigration {
  readonly sql = `
    -- All three are trusted: the owner of an ordinary database may create them.
    CREATE EXTENSION IF NOT EXISTS unaccent SCHEMA public;
    CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA public;
    CREATE EXTENSION IF NOT EXISTS fuzzystrmatch SCHEMA public;

    -- For each language that the server knows, one that takes letters with and without accents for the same.
    DO $$
    DECLARE language name;
    BEGIN
      FOR language IN SELECT cfgname FROM pg_ts_config WHERE cfgnamespace = 'pg_catalog'::regnamespace LOOP
        EXECUTE format('CREATE TEXT SEARCH CONFIGURATION public.%I (COPY = pg_catalog.%I)', 'catalog_' || language, language);
        EXECUTE format(
          'ALTER TEXT SEARCH CONFIGURATION public.%I ALTER MAPPING FOR hword, hword_part, word WITH public.unaccent, pg_catalog.%I',
          'catalog_' || language, CASE language WHEN 'simple' THEN 'simple' ELSE language || '_stem' END);
        EXECUTE format(
          'ALTER TEXT SEARCH CONFIGURATION public.%I ALTER MAPPING FOR numhword, hword_numpart, numword WITH public.unaccent, pg_catalog.simple',
          'catalog_' || language);
      END LOOP;
    END $$;

    -- What a product is found by. Title before SKU, SKU before categories and option values, these before the description.
    CREATE FUNCTION catalog_document(language regconfig, title text, skus text, filed text, description text)
      RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
      RETURN setweight(to_tsvector(language, title), 'A') || setweight(to_tsvector(language, skus), 'B')
        || setweight(to_tsvector(language, filed), 'C') || setweight(to_tsvector(language, description), 'D');

    CREATE FUNCTION html_escaped(plain text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
      RETURN replace(replace(replace(replace(replace(
        plain, '&', '&amp;'), '<', '&lt;'), '>', '&gt;'), '"', '&quot;'), '''', '&#39;');

    -- Words of titles, option values and categories of active products, as they are spelled but for case and accents:
    -- a word that is not found is looked up here for the nearest one. None is ever taken out; one without products
    -- finds nothing.
    CREATE TABLE search_words (
      word text COLLATE "C" PRIMARY KEY CHECK (char_length(word) BETWEEN 4 AND 40)
    );
    CREATE INDEX search_words_nearest ON search_words USING gist (word gist_trgm_ops);

    -- Titles by the beginnings of their words, as a shopper types.
    CREATE INDEX product_listings_suggested ON product_listings
      USING gin (to_tsvector('public.catalog_simple', title)) WHERE status = 'active';
  `;
}
