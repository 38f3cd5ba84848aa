import { ForwardMigration } from '../src/common/database/forward-migration.js';

/** Code of before leaves the column alone: what is null is taken for the values of all variants until it is filled. */
export class AddAvailableValuesToListings1795463000000 extends ForwardMigration {
  readonly sql = `
    -- The view before its tables, as whoever reads takes them: the other way round the two would wait for each other.
    LOCK TABLE current_listings IN ACCESS EXCLUSIVE MODE;

    -- As option_values, of the variants that can be had.
    ALTER TABLE product_listings ADD COLUMN available_values text[];
    ALTER TABLE product_listings_ahead ADD COLUMN available_values text[];

    CREATE OR REPLACE VIEW current_listings AS
      SELECT product_id, currency, status, slug, title, thumbnail, price_from, available, category_ids, option_values,
        document, created_at, compare_at, available_values
      FROM (SELECT * FROM product_listings UNION ALL SELECT * FROM product_listings_ahead) AS listing
      WHERE shown_from <= statement_timestamp() AND shown_until > statement_timestamp();
  `;
}
