import { ForwardMigration } from '../src/common/database/forward-migration.js';

export class AddSalePrices1795441200000 extends ForwardMigration {
  readonly sql = `
    -- A sale holds from its start on and until just before its end; either may be open.
    ALTER TABLE prices
      ADD COLUMN sale_amount bigint,
      ADD COLUMN sale_starts_at timestamptz,
      ADD COLUMN sale_ends_at timestamptz,
      ADD CONSTRAINT prices_sale_below_price CHECK (sale_amount >= 0 AND sale_amount < amount) NOT VALID,
      ADD CONSTRAINT prices_sale_ends_after_start
        CHECK (isfinite(sale_starts_at) AND isfinite(sale_ends_at) AND sale_starts_at < sale_ends_at) NOT VALID,
      ADD CONSTRAINT prices_sale_has_amount
        CHECK (sale_amount IS NOT NULL OR (sale_starts_at IS NULL AND sale_ends_at IS NULL)) NOT VALID;

    -- What shoppers pay at a moment, what that is shown against, and when it changes next. No other place decides it.
    CREATE FUNCTION prices_at(moment timestamptz)
      RETURNS TABLE (variant_id uuid, currency text, amount bigint, compare_at bigint, changes_at timestamptz)
      LANGUAGE sql STABLE PARALLEL SAFE
      BEGIN ATOMIC
        SELECT price.variant_id, price.currency,
          CASE WHEN sale.is_on THEN price.sale_amount ELSE price.amount END,
          CASE WHEN sale.is_on THEN price.amount ELSE price.compare_at END,
          CASE WHEN price.sale_starts_at > moment THEN price.sale_starts_at
               WHEN price.sale_ends_at > moment THEN price.sale_ends_at END
        FROM prices price, LATERAL (
          SELECT price.sale_amount IS NOT NULL AND coalesce(price.sale_starts_at <= moment, true)
                   AND coalesce(moment < price.sale_ends_at, true) AS is_on
        ) AS sale;
      END;

    CREATE VIEW current_prices AS SELECT * FROM prices_at(statement_timestamp());

    -- A listing holds until a sale changes its price. What it will be then stands ready beside it, so that no price is
    -- wrong before somebody has written it anew. The columns of both tables are the same.
    ALTER TABLE product_listings
      ADD COLUMN shown_from timestamptz NOT NULL DEFAULT '-infinity',
      ADD COLUMN shown_until timestamptz NOT NULL DEFAULT 'infinity';
    CREATE TABLE product_listings_ahead (
      LIKE product_listings,
      PRIMARY KEY (product_id, currency, shown_from),
      CONSTRAINT product_listings_ahead_product_id_fkey FOREIGN KEY (product_id) REFERENCES products (id),
      CHECK (shown_from < shown_until)
    );
    -- No index in the order of a list: the planner would walk it past all that has not begun, where the few rows that
    -- have are found by this one and sorted.
    CREATE INDEX product_listings_ahead_begun ON product_listings_ahead (shown_from, shown_until);
    CREATE INDEX product_listings_ahead_over ON product_listings_ahead (shown_until);

    -- The conditions stand above the union: below it they would keep the planner from merging by the order of an index.
    CREATE VIEW current_listings AS
      SELECT product_id, currency, status, slug, title, thumbnail, price_from, available, category_ids, option_values,
        document, created_at
      FROM (SELECT * FROM product_listings UNION ALL SELECT * FROM product_listings_ahead) AS listing
      WHERE shown_from <= statement_timestamp() AND shown_until > statement_timestamp();

    -- For how many milliseconds no list changes by itself; null when none ever does.
    CREATE VIEW listings_hold AS
      SELECT floor(extract(epoch FROM least(
        (SELECT shown_until FROM product_listings
         WHERE shown_until > statement_timestamp() AND shown_until < 'infinity' ORDER BY shown_until LIMIT 1),
        (SELECT shown_until FROM product_listings_ahead
         WHERE shown_until > statement_timestamp() AND shown_until < 'infinity' ORDER BY shown_until LIMIT 1)
      ) - statement_timestamp()) * 1000)::bigint AS ms;

    -- A product as every list shows it.
    CREATE FUNCTION product_summary(
      id uuid, slug text, title text, price_from bigint, currency text, available boolean, thumbnail jsonb)
      RETURNS json LANGUAGE sql STABLE PARALLEL SAFE
      RETURN json_build_object(
        'id', id,
        'slug', slug,
        'title', title,
        'priceFrom', json_build_object('amount', price_from, 'currency', currency),
        'available', available,
        'thumbnail', thumbnail
      );
  `;
}
