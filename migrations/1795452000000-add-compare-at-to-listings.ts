import { ForwardMigration } from '../src/common/database/forward-migration.js';

/** Code of before calls the function without the price to compare with, and leaves the columns alone. */
export class AddCompareAtToListings1795452000000 extends ForwardMigration {
  readonly sql = `
    -- The view before its tables, as whoever reads takes them: the other way round the two would wait for each other.
    LOCK TABLE current_listings IN ACCESS EXCLUSIVE MODE;

    -- Of the variant whose price is shown: what it cost before, or costs without its sale.
    ALTER TABLE product_listings ADD COLUMN compare_at bigint;
    ALTER TABLE product_listings_ahead ADD COLUMN compare_at bigint;

    CREATE OR REPLACE VIEW current_listings AS
      SELECT product_id, currency, status, slug, title, thumbnail, price_from, available, category_ids, option_values,
        document, created_at, compare_at
      FROM (SELECT * FROM product_listings UNION ALL SELECT * FROM product_listings_ahead) AS listing
      WHERE shown_from <= statement_timestamp() AND shown_until > statement_timestamp();

    -- A product as every list shows it.
    CREATE FUNCTION product_summary(
      id uuid, slug text, title text, price_from bigint, compare_at bigint, currency text, available boolean,
      thumbnail jsonb)
      RETURNS json LANGUAGE sql STABLE PARALLEL SAFE
      RETURN json_build_object(
        'id', id,
        'slug', slug,
        'title', title,
        'priceFrom', json_build_object('amount', price_from, 'currency', currency),
        'compareAtPrice', CASE WHEN compare_at > price_from
          THEN json_build_object('amount', compare_at, 'currency', currency) END,
        'available', available,
        'thumbnail', thumbnail
      );
  `;
}
