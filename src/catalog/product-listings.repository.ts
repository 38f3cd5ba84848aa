import { Injectable } from '@nestjs/common';
import { Transaction } from '../common/database/transaction.js';
import type { ProductSort } from './dto/list-products.query.js';
import type { ProductStatus } from './entities/product.entity.js';
import type { OptionValues } from './entities/variant.entity.js';

/** Which products to list. */
export interface ListingsFilter {
  readonly currency: string;
  readonly status: ProductStatus;
  readonly sort: ProductSort;
  readonly q?: string;
  /** Any of these; undefined for all products. */
  readonly categoryIds?: readonly string[];
  readonly minPrice?: number;
  readonly maxPrice?: number;
  readonly inStock?: boolean;
  readonly options?: OptionValues;
  /** The sort key and id of the last entry of the page before. */
  readonly after?: readonly [key: string, id: string];
  readonly limit: number;
}

export interface Listing {
  /** `ProductSummaryResponse` as finished JSON. */
  readonly json: string;
  readonly key: string;
  readonly id: string;
}

/** The table that lists are read from. */
@Injectable()
export class ProductListingsRepository {
  constructor(private readonly transaction: Transaction) {}

  /**
   * Reads one page. PostgreSQL plans the statement with its parameters known: filters that are not asked for vanish, and
   * of each CASE only the branch of this sort is left, so that each sort is the scan of its own index.
   */
  list(filter: ListingsFilter): Promise<Listing[]> {
    return this.transaction.sql<Listing>(
      `SELECT json_build_object(
           'id', product_id,
           'slug', slug,
           'title', title,
           'priceFrom', json_build_object('amount', price_from, 'currency', currency),
           'available', available,
           'thumbnail', thumbnail
         )::text AS json,
         CASE $3
           WHEN 'newest' THEN created_at::text
           WHEN 'title' THEN title
           WHEN 'relevance' THEN (ts_rank(document, websearch_to_tsquery('english', $4)) * 1000000)::bigint::text
           ELSE price_from::text
         END AS key,
         product_id AS id
       FROM product_listings
       WHERE currency = $1 AND status = $2
         AND ($4::text IS NULL OR document @@ websearch_to_tsquery('english', $4))
         AND ($5::uuid[] IS NULL OR category_ids && $5)
         AND ($6::bigint IS NULL OR price_from >= $6)
         AND ($7::bigint IS NULL OR price_from <= $7)
         AND ($8::boolean IS NULL OR available = $8)
         -- The index finds products that have all the values; one and the same variant must have them.
         AND ($9::text[] IS NULL OR option_values @> $9 AND EXISTS (
           SELECT FROM variants JOIN prices ON prices.variant_id = variants.id AND prices.currency = $1
           WHERE variants.product_id = product_listings.product_id AND variants.options @> $10::jsonb
             AND ($8::boolean IS NULL OR variants.available = $8)))
         AND ($11::text IS NULL OR CASE $3
           WHEN 'newest' THEN (created_at, product_id) < ($11::timestamptz, $12::uuid)
           WHEN 'title' THEN (title, product_id) > ($11, $12::uuid)
           WHEN 'price' THEN (price_from, product_id) > ($11::bigint, $12::uuid)
           WHEN '-price' THEN (price_from, product_id) < ($11::bigint, $12::uuid)
           ELSE ((ts_rank(document, websearch_to_tsquery('english', $4)) * 1000000)::bigint, product_id)
             < ($11::bigint, $12::uuid)
         END)
       ORDER BY
         CASE WHEN $3 = 'newest' THEN created_at END DESC,
         CASE WHEN $3 = 'title' THEN title END,
         CASE WHEN $3 = 'price' THEN price_from END,
         CASE WHEN $3 = '-price' THEN price_from END DESC,
         CASE WHEN $3 = 'relevance'
           THEN (ts_rank(document, websearch_to_tsquery('english', $4)) * 1000000)::bigint END DESC,
         CASE WHEN $3 IN ('title', 'price') THEN product_id END,
         CASE WHEN $3 NOT IN ('title', 'price') THEN product_id END DESC
       LIMIT $13`,
      [
        filter.currency,
        filter.status,
        filter.sort,
        filter.q ?? null,
        filter.categoryIds ?? null,
        filter.minPrice ?? null,
        filter.maxPrice ?? null,
        filter.inStock ?? null,
        filter.options ? Object.entries(filter.options).map(([name, value]) => `${name}=${value}`) : null,
        filter.options ? JSON.stringify(filter.options) : null,
        filter.after?.[0] ?? null,
        filter.after?.[1] ?? null,
        filter.limit,
      ],
    );
  }

  /** Makes the rows of a product anew from what it is now. The caller holds the product's lock. */
  async refresh(productId: string): Promise<void> {
    await this.transaction.sql(
      `WITH priced AS (
         SELECT prices.currency, min(prices.amount) AS price_from, bool_or(variants.available) AS available
         FROM variants JOIN prices ON prices.variant_id = variants.id
         WHERE variants.product_id = $1
         GROUP BY prices.currency
       ), words AS (
         SELECT array_agg(DISTINCT pair.key || '=' || pair.value) FILTER (WHERE pair.key IS NOT NULL) AS option_values,
                string_agg(DISTINCT pair.value, ' ') AS values,
                string_agg(DISTINCT sku || ' ' || translate(sku, '-_./', '    '), ' ') AS skus
         FROM variants LEFT JOIN LATERAL jsonb_each_text(variants.options) AS pair ON true
         WHERE variants.product_id = $1
       ), gone AS (
         DELETE FROM product_listings
         WHERE product_id = $1 AND currency NOT IN (SELECT currency FROM priced)
       )
       INSERT INTO product_listings (product_id, currency, status, slug, title, thumbnail, price_from, available,
         category_ids, option_values, document, created_at)
       SELECT product.id, priced.currency, product.status, product.slug, product.title,
         (SELECT json_build_object('url', url, 'alt', alt) FROM product_media
          WHERE product_id = product.id ORDER BY position LIMIT 1),
         priced.price_from, priced.available,
         ARRAY(SELECT category_id FROM product_categories WHERE product_id = product.id),
         coalesce(words.option_values, '{}'),
         setweight(to_tsvector('english', product.title), 'A') ||
           setweight(to_tsvector('english', coalesce(words.values, '')), 'B') ||
           setweight(to_tsvector('english', product.description), 'C') ||
           setweight(to_tsvector('english', words.skus), 'D'),
         product.created_at
       FROM products product, priced, words
       WHERE product.id = $1
       ON CONFLICT (product_id, currency) DO UPDATE SET
         status = excluded.status, slug = excluded.slug, title = excluded.title, thumbnail = excluded.thumbnail,
         price_from = excluded.price_from, available = excluded.available, category_ids = excluded.category_ids,
         option_values = excluded.option_values, document = excluded.document`,
      [productId],
    );
  }
}
