import { Injectable } from '@nestjs/common';
import { Transaction } from '../common/database/transaction.js';

/** Writes the table that lists are read from. */
@Injectable()
export class ProductListingsRepository {
  constructor(private readonly transaction: Transaction) {}

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
