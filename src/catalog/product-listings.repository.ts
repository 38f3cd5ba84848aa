import { Injectable } from '@nestjs/common';
import { Transaction } from '../common/database/transaction.js';
import { SearchConfig } from './search.config.js';

/** Writes the table that lists are read from. */
@Injectable()
export class ProductListingsRepository {
  constructor(
    private readonly transaction: Transaction,
    private readonly config: SearchConfig,
  ) {}

  /** Makes the rows of products anew from what they are now. The caller holds the products' locks. */
  async refresh(...productIds: readonly string[]): Promise<void> {
    await this.writeListings(productIds);
    await this.learnWords(productIds);
  }

  private async writeListings(productIds: readonly string[]): Promise<void> {
    await this.transaction.sql(
      `WITH RECURSIVE priced AS (
         SELECT variants.product_id, prices.currency, min(prices.amount) AS price_from,
                bool_or(variants.available) AS available
         FROM variants JOIN prices ON prices.variant_id = variants.id
         WHERE variants.product_id = ANY($1::uuid[])
         GROUP BY variants.product_id, prices.currency
       ), words AS (
         SELECT variants.product_id,
                array_agg(DISTINCT pair.key || '=' || pair.value) FILTER (WHERE pair.key IS NOT NULL) AS option_values,
                string_agg(DISTINCT pair.value, ' ') AS values,
                string_agg(DISTINCT sku || ' ' || translate(sku, '-_./', '    '), ' ') AS skus
         FROM variants LEFT JOIN LATERAL jsonb_each_text(variants.options) AS pair ON true
         WHERE variants.product_id = ANY($1::uuid[])
         GROUP BY variants.product_id
       ), filed AS (
         -- Under its categories, and under all that these stand below.
         SELECT product_id, category.id, category.parent_id, category.name
         FROM product_categories JOIN categories category ON category.id = category_id
         WHERE product_id = ANY($1::uuid[])
         UNION
         SELECT filed.product_id, parent.id, parent.parent_id, parent.name
         FROM filed JOIN categories parent ON parent.id = filed.parent_id
       ), gone AS (
         DELETE FROM product_listings listing
         WHERE product_id = ANY($1::uuid[]) AND NOT EXISTS (
           SELECT FROM priced WHERE product_id = listing.product_id AND currency = listing.currency)
       )
       INSERT INTO product_listings (product_id, currency, status, slug, title, thumbnail, price_from, available,
         category_ids, option_values, document, created_at)
       SELECT product.id, priced.currency, product.status, product.slug, product.title,
         (SELECT json_build_object('url', coalesce(file.thumbnail, media.url), 'alt', media.alt)
          FROM product_media media LEFT JOIN media_files file ON file.url = media.url
          WHERE media.product_id = product.id ORDER BY media.position LIMIT 1),
         priced.price_from, priced.available,
         ARRAY(SELECT category_id FROM product_categories WHERE product_id = product.id),
         coalesce(words.option_values, '{}'),
         catalog_document($2::regconfig, product.title, words.skus,
           concat_ws(' ', words.values, (SELECT string_agg(name, ' ') FROM filed WHERE product_id = product.id)),
           product.description_text),
         product.created_at
       FROM products product
       JOIN priced ON priced.product_id = product.id
       JOIN words ON words.product_id = product.id
       ON CONFLICT (product_id, currency) DO UPDATE SET
         status = excluded.status, slug = excluded.slug, title = excluded.title, thumbnail = excluded.thumbnail,
         price_from = excluded.price_from, available = excluded.available, category_ids = excluded.category_ids,
         option_values = excluded.option_values, document = excluded.document`,
      [productIds, this.config.configuration],
    );
  }

  /** Words that a shopper may have meant: of what everyone can see, so that no draft shows through a correction. */
  private async learnWords(productIds: readonly string[]): Promise<void> {
    await this.transaction.sql(
      `INSERT INTO search_words (word)
       SELECT DISTINCT shown_word
       FROM (
         SELECT product.title AS text FROM products product
         WHERE product.id = ANY($1::uuid[]) AND product.status = 'active'
         UNION
         SELECT pair.value FROM products product JOIN variants ON variants.product_id = product.id,
           LATERAL jsonb_each_text(variants.options) AS pair
         WHERE product.id = ANY($1::uuid[]) AND product.status = 'active'
         UNION
         SELECT category.name FROM products product
         JOIN product_categories ON product_categories.product_id = product.id
         JOIN categories category ON category.id = category_id
         WHERE product.id = ANY($1::uuid[]) AND product.status = 'active'
       ) AS shown, LATERAL unnest(tsvector_to_array(to_tsvector('catalog_simple', shown.text))) AS shown_word
       WHERE shown_word ~ '^[[:alpha:]]{4,40}$' AND NOT EXISTS (SELECT FROM search_words known WHERE known.word = shown_word)
       -- In one order, so that two products with the same new words do not wait for each other.
       ORDER BY shown_word
       ON CONFLICT DO NOTHING`,
      [productIds],
    );
  }
}
