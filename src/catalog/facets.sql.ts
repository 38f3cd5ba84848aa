import { FILTER, FITS, SHELF } from './listings-filter.sql.js';

/** Of more products than this, the newest ones are counted: to count a large shop would take seconds. */
const MAX_COUNTED = 10_000;

/** Counts the facets named in $3; the other parameters are those of `listingsParameters`. */
export const FACETS = `
  WITH RECURSIVE matched AS MATERIALIZED (
    SELECT product_id, price_from, available, category_ids,
      CASE WHEN $8::boolean THEN coalesce(available_values, option_values) ELSE option_values END AS option_values
    FROM current_listings AS entry
    WHERE ${SHELF} AND ${FILTER}
    ORDER BY created_at DESC, product_id DESC
    LIMIT ${MAX_COUNTED}
  ), within AS (
    SELECT id, id AS above, parent_id FROM categories
    UNION ALL
    SELECT within.id, parent.id, parent.parent_id
    FROM within JOIN categories parent ON parent.id = within.parent_id
  ), filed AS (
    -- Together, those that stand under the same categories: there are few such sets, and many products.
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
    -- Likewise those of the same options and values.
    SELECT option_values, count(*) AS count FROM matched
    WHERE 'options' = ANY($3::text[]) AND $10::jsonb IS NULL
    GROUP BY option_values
  ), written AS (
    SELECT pair, pair LIKE '%=%=%' AS is_ambiguous, sum(count)::integer AS count
    FROM offered, LATERAL unnest(option_values) AS pair
    GROUP BY pair
  ), value AS (
    SELECT split_part(pair, '=', 1) AS name, split_part(pair, '=', 2) AS value, count
    FROM written WHERE NOT is_ambiguous
    UNION ALL
    -- The variants know which of it is the name, and which variant has all that is filtered by.
    SELECT name, value, count(*)::integer
    FROM (
      SELECT DISTINCT matched.product_id, pair.key AS name, pair.value
      FROM matched
      JOIN variants ON variants.product_id = matched.product_id
      JOIN prices ON prices.variant_id = variants.id AND prices.currency = $1,
      LATERAL jsonb_each_text(variants.options) AS pair
      WHERE 'options' = ANY($3::text[]) AND ($8::boolean IS NULL OR variants.available = $8)
        AND CASE WHEN $10::jsonb IS NOT NULL THEN ${FITS}
          ELSE matched.option_values && (SELECT array_agg(pair) FROM written WHERE is_ambiguous)
            AND pair.key || '=' || pair.value LIKE '%=%=%' END
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
    -- The least round width (1, 2 or 5, and as many zeros) by which six ranges hold all prices.
    SELECT width FROM (SELECT min(price_from) AS least, max(price_from) AS most FROM matched) AS bounds,
      LATERAL (SELECT (digit * power(10::numeric, zeros))::bigint AS width
               FROM generate_series(0, 12) AS zeros, unnest(ARRAY[1, 2, 5]) AS digit) AS round
    WHERE most / width - least / width < 6
    ORDER BY width LIMIT 1
  ), price_facet AS (
    SELECT price_from / width * width AS from, (price_from / width + 1) * width - 1 AS to, count(*) AS count
    FROM matched, step WHERE 'prices' = ANY($3::text[]) GROUP BY price_from / width, width
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
      -- What is to be had must be a variant that is filtered for.
      SELECT json_build_object('inStock', count(*) FILTER (WHERE available AND ($10::jsonb IS NULL OR EXISTS (
          SELECT FROM variants JOIN prices ON prices.variant_id = variants.id AND prices.currency = $1
          WHERE variants.product_id = matched.product_id AND ${FITS} AND variants.available))),
        'outOfStock', count(*) FILTER (WHERE NOT available)) FROM matched) END
  )) AS facets`;
