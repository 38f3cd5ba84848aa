import { Injectable } from '@nestjs/common';
import { Transaction } from '../common/database/transaction.js';
import type { FacetsResponse, OptionFacetResponse } from './dto/facets.response.js';
import { type ListingsFilter, listingsParameters } from './listings-filter.js';
import { SearchConfig } from './search.config.js';

type Facet = 'categories' | 'options' | 'prices' | 'availability';

/** Of more products than this, the newest ones are counted: to count a large shop would take seconds. */
const MAX_COUNTED = 10_000;

/** Counts what a list can be narrowed by. */
@Injectable()
export class FacetsReader {
  constructor(
    private readonly transaction: Transaction,
    private readonly config: SearchConfig,
  ) {}

  /**
   * All facets of a list. One statement, and one more for each filter that is set: what it narrows by is counted
   * without it.
   */
  async count(filter: ListingsFilter): Promise<FacetsResponse> {
    const { categoryIds, minPrice, maxPrice, inStock } = filter;
    const hasPrice = minPrice !== undefined || maxPrice !== undefined;
    const all = await this.read(filter, ['categories', 'options', 'prices', 'availability']);
    const facets: FacetsResponse = {
      ...all,
      ...(categoryIds && (await this.read({ ...filter, categoryIds: undefined }, ['categories']))),
      ...(hasPrice && (await this.read({ ...filter, minPrice: undefined, maxPrice: undefined }, ['prices']))),
      ...(inStock !== undefined && (await this.read({ ...filter, inStock: undefined }, ['availability']))),
    };
    return { ...facets, options: await this.options(filter, facets.options) };
  }

  /** The values of an option that is filtered by are those that may be chosen instead. */
  private async options(
    filter: ListingsFilter,
    options: readonly OptionFacetResponse[],
  ): Promise<OptionFacetResponse[]> {
    const byName = new Map(options.map((option) => [option.name, option]));
    for (const name of Object.keys(filter.options ?? {})) {
      const { [name]: _, ...others } = filter.options!;
      const rest = Object.keys(others).length === 0 ? undefined : others;
      const without = await this.read({ ...filter, options: rest }, ['options']);
      const own = without.options.find((option) => option.name === name);
      if (own) byName.set(name, own);
    }
    return [...byName.values()];
  }

  /** Facets that are not wanted are not counted, and not in the answer. */
  private async read(filter: ListingsFilter, wanted: readonly Facet[]): Promise<FacetsResponse> {
    const [row] = await this.transaction.sqlPlannedAnew<{ facets: FacetsResponse }>(
      `WITH RECURSIVE matched AS MATERIALIZED (
         SELECT product_id, price_from, available, category_ids,
           CASE WHEN $8::boolean THEN coalesce(available_values, option_values) ELSE option_values END AS option_values
         FROM current_listings
         WHERE currency = $1 AND status = $2
           AND ($4::text IS NULL OR document @@ websearch_to_tsquery($11::regconfig, $4))
           AND ($5::uuid[] IS NULL OR category_ids && $5)
           AND ($6::bigint IS NULL OR price_from >= $6)
           AND ($7::bigint IS NULL OR price_from <= $7)
           AND ($8::boolean IS NULL OR available = $8)
           AND ($9::text[] IS NULL OR option_values @> $9 AND EXISTS (
             SELECT FROM variants JOIN prices ON prices.variant_id = variants.id AND prices.currency = $1
             WHERE variants.product_id = current_listings.product_id AND variants.options @> $10::jsonb
               AND ($8::boolean IS NULL OR variants.available = $8)))
         ORDER BY created_at DESC, product_id DESC
         LIMIT $12
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
             AND CASE WHEN $10::jsonb IS NOT NULL THEN variants.options @> $10::jsonb
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
               WHERE variants.product_id = matched.product_id AND variants.options @> $10::jsonb AND variants.available))),
             'outOfStock', count(*) FILTER (WHERE NOT available)) FROM matched) END
       )) AS facets`,
      [...listingsParameters(filter, wanted, this.config.configuration), MAX_COUNTED],
    );
    return row!.facets;
  }
}
