import { hasChosenInStock, inAnyWay, listingsFilter } from './listings-filter.sql.js';

/**
 * Counts the facets named in $3. Parameters: those of `listingsParameters`; $13: how many of the newest products; $14:
 * count option values in stock or sold out (null: all).
 */
export const FACETS = `
  WITH RECURSIVE matched AS MATERIALIZED (
    SELECT product_id, price_from, available, category_ids, coalesce(available_values, option_values) AS available_values,
      CASE WHEN $14::boolean IS NULL THEN option_values
        WHEN $14 THEN coalesce(available_values, option_values)
        -- For ambiguous pairs only the variants know which is sold out.
        ELSE ARRAY(SELECT pair FROM unnest(option_values) AS pair
                   WHERE pair <> ALL(coalesce(available_values, option_values)) OR pair LIKE '%=%=%')
      END AS option_values
    FROM current_listings
    WHERE currency = $1 AND status = $2 AND ${listingsFilter('current_listings', inAnyWay)}
    ORDER BY created_at DESC, product_id DESC
    LIMIT $13
  ), within AS (
    SELECT id, id AS above, parent_id FROM categories
    UNION ALL
    SELECT within.id, parent.id, parent.parent_id
    FROM within JOIN categories parent ON parent.id = within.parent_id
  ), filed AS (
    -- Grouped first: many products share few sets of categories.
    SELECT category_ids, count(*) AS count FROM matched WHERE 'categories' = ANY($3::text[]) GROUP BY category_ids
  ), category AS (
    SELECT above.id, sum(filed.count)::integer AS count
    FROM filed, LATERAL (
      SELECT DISTINCT within.above AS id
      FROM unnest(filed.category_ids) AS direct JOIN within ON within.id = direct
    ) AS above
    GROUP BY above.id
  ), category_facet AS (
    SELECT categories.id, slug, name, count FROM category JOIN categories USING (id)
    ORDER BY count DESC, name, id LIMIT 200
  ), offered AS (
    -- Grouped first likewise.
    SELECT option_values, count(*) AS count FROM matched
    WHERE 'options' = ANY($3::text[]) AND $11::jsonpath IS NULL
    GROUP BY option_values
  ), written AS (
    SELECT pair, pair LIKE '%=%=%' AS is_ambiguous, sum(count)::integer AS count
    FROM offered, LATERAL unnest(option_values) AS pair
    GROUP BY pair
  ), value AS (
    SELECT split_part(pair, '=', 1) AS name, split_part(pair, '=', 2) AS value, count
    FROM written WHERE NOT is_ambiguous
    UNION ALL
    -- Variants know where an ambiguous name ends, and which variant matches all filters.
    SELECT name, value, count(*)::integer
    FROM (
      SELECT pair.key AS name, pair.value
      FROM matched
      JOIN variants ON variants.product_id = matched.product_id
      JOIN prices ON prices.variant_id = variants.id AND prices.currency = $1,
      LATERAL jsonb_each_text(variants.options) AS pair
      WHERE 'options' = ANY($3::text[]) AND ($14::boolean IS NOT TRUE OR variants.available)
        AND CASE WHEN $11::jsonpath IS NOT NULL THEN variants.options @@ $11::jsonpath
          ELSE matched.option_values && (SELECT array_agg(pair) FROM written WHERE is_ambiguous)
            AND pair.key || '=' || pair.value LIKE '%=%=%' END
      GROUP BY matched.product_id, pair.key, pair.value
      HAVING $14::boolean IS NOT FALSE OR NOT bool_or(variants.available)
    ) AS chosen
    GROUP BY name, value
  ), placed AS (
    SELECT *, row_number() OVER (PARTITION BY name ORDER BY count DESC, value) AS place,
      max(count) OVER (PARTITION BY name) AS most
    FROM value
  ), option_facet AS (
    SELECT name, most, json_agg(json_build_object('value', value, 'count', count) ORDER BY place) AS values
    FROM placed WHERE place <= 50 GROUP BY name, most ORDER BY most DESC, name LIMIT 20
  ), step AS (
    -- The smallest round width (1, 2 or 5 times a power of ten) for which six ranges hold all prices.
    SELECT width FROM (SELECT min(price_from) AS least, max(price_from) AS most FROM matched) AS bounds,
      LATERAL (SELECT (digit * power(10::numeric, zeros))::bigint AS width
               FROM generate_series(0, 12) AS zeros, unnest(ARRAY[1, 2, 5]) AS digit) AS round
    WHERE most / width - least / width < 6
    ORDER BY width LIMIT 1
  ), price_facet AS (
    SELECT price_from / width * width AS from, (price_from / width + 1) * width - 1 AS to, count(*) AS count
    FROM matched, step WHERE 'prices' = ANY($3::text[]) GROUP BY price_from / width, width
  ), stock AS (
    SELECT CASE WHEN $11::jsonpath IS NULL THEN available ELSE ${hasChosenInStock('matched', inAnyWay)} END AS is_in_stock
    FROM matched WHERE 'availability' = ANY($3::text[])
  )
  SELECT json_strip_nulls(json_build_object(
    'categories', CASE WHEN 'categories' = ANY($3::text[]) THEN (
      SELECT coalesce(json_agg(json_build_object('id', id, 'slug', slug, 'name', name, 'count', count)
        ORDER BY count DESC, name, id), '[]') FROM category_facet) END,
    'options', CASE WHEN 'options' = ANY($3::text[]) THEN (
      SELECT coalesce(json_agg(json_build_object('name', name, 'values', values)
        ORDER BY most DESC, name), '[]') FROM option_facet) END,
    'prices', CASE WHEN 'prices' = ANY($3::text[]) THEN (
      SELECT coalesce(json_agg(json_build_object('from', price_facet.from, 'to', price_facet.to, 'count', count)
        ORDER BY price_facet.from), '[]') FROM price_facet) END,
    'availability', CASE WHEN 'availability' = ANY($3::text[]) THEN (
      SELECT json_build_object('inStock', count(*) FILTER (WHERE is_in_stock),
        'outOfStock', count(*) FILTER (WHERE NOT is_in_stock)) FROM stock) END
  )) AS facets`;
