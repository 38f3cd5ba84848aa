import { Injectable } from '@nestjs/common';
import { Transaction } from '../common/database/transaction.js';
import type { ProductSort } from './dto/list-products.query.js';
import type { ProductStatus } from './entities/product.entity.js';
import type { OptionValues } from './entities/variant.entity.js';

/** Which products to list. */
export interface ListingsFilter {
  readonly currency: string;
  readonly status: ProductStatus;
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

/** Of a word that more products have, the newest ones are ranked: to rank them all would take seconds in a large shop. */
const MAX_RANKED = 2_000;

/** Reads the lists that shoppers see, each page as finished JSON: `ProductSummaryResponse` documents it. */
@Injectable()
export class ProductListingsReader {
  constructor(private readonly transaction: Transaction) {}

  /**
   * A page in the order of a key. PostgreSQL plans the statement each time, with its parameters known: filters that are
   * not asked for vanish, and of each CASE only the branch of this sort is left, so that each sort is the scan of its
   * own index.
   */
  list(sort: Exclude<ProductSort, 'relevance'>, filter: ListingsFilter): Promise<Listing[]> {
    return this.transaction.sqlPlannedAnew<Listing>(
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
         END)
       ORDER BY
         CASE WHEN $3 = 'newest' THEN created_at END DESC,
         CASE WHEN $3 = 'title' THEN title END,
         CASE WHEN $3 = 'price' THEN price_from END,
         CASE WHEN $3 = '-price' THEN price_from END DESC,
         CASE WHEN $3 IN ('title', 'price') THEN product_id END,
         CASE WHEN $3 IN ('newest', '-price') THEN product_id END DESC
       LIMIT $13`,
      [filter.currency, filter.status, sort, ...parametersOf(filter)],
    );
  }

  /** A page of what has the words, in the order of how well it fits. */
  search(filter: ListingsFilter): Promise<Listing[]> {
    return this.transaction.sqlPlannedAnew<Listing>(
      `SELECT json_build_object(
           'id', product_id,
           'slug', slug,
           'title', title,
           'priceFrom', json_build_object('amount', price_from, 'currency', currency),
           'available', available,
           'thumbnail', thumbnail
         )::text AS json,
         rank::text AS key,
         product_id AS id
       FROM (
         SELECT *, (ts_rank(document, websearch_to_tsquery('english', $4)) * 1000000)::bigint AS rank
         FROM (
           SELECT * FROM product_listings
           WHERE currency = $1 AND status = $2
             AND document @@ websearch_to_tsquery('english', $4)
             AND ($5::uuid[] IS NULL OR category_ids && $5)
             AND ($6::bigint IS NULL OR price_from >= $6)
             AND ($7::bigint IS NULL OR price_from <= $7)
             AND ($8::boolean IS NULL OR available = $8)
             AND ($9::text[] IS NULL OR option_values @> $9 AND EXISTS (
               SELECT FROM variants JOIN prices ON prices.variant_id = variants.id AND prices.currency = $1
               WHERE variants.product_id = product_listings.product_id AND variants.options @> $10::jsonb
                 AND ($8::boolean IS NULL OR variants.available = $8)))
           ORDER BY created_at DESC, product_id DESC
           LIMIT $3
         ) AS newest
       ) AS ranked
       WHERE $11::text IS NULL OR (rank, product_id) < ($11::bigint, $12::uuid)
       ORDER BY rank DESC, product_id DESC
       LIMIT $13`,
      [filter.currency, filter.status, MAX_RANKED, ...parametersOf(filter)],
    );
  }
}

/** The parameters from $4 on; both statements filter by the same ones. */
const parametersOf = (filter: ListingsFilter): unknown[] => [
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
];
