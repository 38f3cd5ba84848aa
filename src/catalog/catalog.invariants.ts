import type { Invariant } from '../common/doctor/invariant.js';

export const catalogInvariants: readonly Invariant[] = [
  {
    name: 'catalog.products_have_variants',
    says: 'Every product has a variant, and every variant a price and a stock level.',
    sql: `SELECT product.id AS product_id, variant.id AS variant_id
          FROM products product LEFT JOIN variants variant ON variant.product_id = product.id
          WHERE variant.id IS NULL
             OR NOT EXISTS (SELECT FROM prices WHERE variant_id = variant.id)
             OR NOT EXISTS (SELECT FROM stock_levels level
                            WHERE level.variant_id = variant.id AND level.sku = variant.sku AND retired_at IS NULL)
          LIMIT 20`,
  },
  {
    name: 'catalog.variants_fit_options',
    says: 'Every variant has one of the offered values for each option of its product, and no other.',
    sql: `SELECT variant.id AS variant_id, variant.options, product.options AS product_options
          FROM variants variant JOIN products product ON product.id = variant.product_id
          WHERE jsonb_array_length(product.options) <> (SELECT count(*) FROM jsonb_object_keys(variant.options))
             OR EXISTS (SELECT FROM jsonb_array_elements(product.options) AS option
                        WHERE NOT coalesce(option->'values' ? (variant.options->>(option->>'name')), false))
          LIMIT 20`,
  },
  {
    name: 'catalog.listings_show_products',
    says: 'Lists show every product in each currency, with its lowest price and what that was, status, slug and title.',
    sql: `SELECT coalesce(priced.product_id, listing.product_id) AS product_id,
                 coalesce(priced.currency, listing.currency) AS currency
          FROM (SELECT variant.product_id, price.currency, min(price.amount) AS price_from,
                       (array_agg(price.compare_at ORDER BY price.amount, price.compare_at DESC NULLS LAST))[1]
                         AS compare_at,
                       bool_or(variant.available) AS available
                FROM variants variant JOIN current_prices price ON price.variant_id = variant.id
                GROUP BY variant.product_id, price.currency) AS priced
          FULL JOIN current_listings listing
            ON listing.product_id = priced.product_id AND listing.currency = priced.currency
          LEFT JOIN products product ON product.id = priced.product_id
          WHERE (listing.price_from, listing.compare_at, listing.available, listing.status, listing.slug, listing.title)
            IS DISTINCT FROM (priced.price_from, priced.compare_at, priced.available, product.status, product.slug, product.title)
          LIMIT 20`,
  },
  {
    name: 'catalog.listings_tell_options',
    says: 'Lists can be narrowed by the options of the variants that have a price in the currency, those in stock apart.',
    sql: `SELECT listing.product_id, listing.currency, listing.option_values, listing.available_values
          FROM (SELECT product_id, currency, option_values, available_values FROM product_listings
                UNION ALL
                SELECT product_id, currency, option_values, available_values FROM product_listings_ahead) AS listing
          LEFT JOIN (SELECT variant.product_id, price.currency,
                       array_agg(DISTINCT pair.key || '=' || pair.value) AS option_values,
                       array_agg(DISTINCT pair.key || '=' || pair.value) FILTER (WHERE variant.available)
                         AS available_values
                     FROM variants variant JOIN prices price ON price.variant_id = variant.id,
                       LATERAL jsonb_each_text(variant.options) AS pair
                     GROUP BY variant.product_id, price.currency) AS offered
            ON offered.product_id = listing.product_id AND offered.currency = listing.currency
          -- Until it is filled, a listing from before there was the column says nothing of it.
          WHERE listing.available_values IS NOT NULL
            AND (listing.option_values, listing.available_values) IS DISTINCT FROM
              (coalesce(offered.option_values, '{}'), coalesce(offered.available_values, '{}'))
          LIMIT 20`,
  },
  {
    name: 'catalog.listings_follow_sales',
    says: 'For every beginning and end of a sale that is to come, lists have the lowest price of that moment ready.',
    sql: `SELECT expected.product_id, expected.currency, expected.at, expected.price_from
          FROM (SELECT variant.product_id, sale.currency, moment.at, min(price.amount) AS price_from
                FROM prices sale
                JOIN variants sold ON sold.id = sale.variant_id
                JOIN variants variant ON variant.product_id = sold.product_id
                CROSS JOIN LATERAL (VALUES (sale.sale_starts_at), (sale.sale_ends_at)) AS moment (at)
                CROSS JOIN LATERAL prices_at(moment.at) AS price
                WHERE sale.sale_amount IS NOT NULL AND moment.at > statement_timestamp()
                  AND price.variant_id = variant.id AND price.currency = sale.currency
                GROUP BY variant.product_id, sale.currency, moment.at) AS expected
          WHERE expected.price_from IS DISTINCT FROM (
            SELECT price_from
            FROM (SELECT * FROM product_listings UNION ALL SELECT * FROM product_listings_ahead) AS listing
            WHERE listing.product_id = expected.product_id AND listing.currency = expected.currency
              AND shown_from <= expected.at AND shown_until > expected.at)
          LIMIT 20`,
  },
  {
    name: 'catalog.categories_form_a_tree',
    says: 'No category stands below itself.',
    sql: `WITH RECURSIVE reached AS (
            SELECT id FROM categories WHERE parent_id IS NULL
            UNION
            SELECT child.id FROM categories child JOIN reached ON child.parent_id = reached.id
          )
          SELECT id AS category_id FROM categories WHERE id NOT IN (SELECT id FROM reached) LIMIT 20`,
  },
];
