import { Injectable } from '@nestjs/common';
import { Transaction } from '../../common/database/transaction.js';
import { SearchConfig } from './search.config.js';

/** Writes the tables that lists are read from. */
@Injectable()
export class ProductListingsRepository {
  constructor(
    private readonly transaction: Transaction,
    private readonly config: SearchConfig,
  ) {}

  /** Rebuilds the rows of products. The caller holds the products' locks. */
  async refresh(...productIds: readonly string[]): Promise<void> {
    await this.writeListings(productIds);
    await this.learnWords(productIds);
  }

  /** Replaces ended rows with prepared rows whose time has come. The caller holds the products' locks. */
  async moveBegun(productIds: readonly string[]): Promise<void> {
    await this.transaction.sql(
      `WITH begun AS (
         DELETE FROM product_listings_ahead
         WHERE product_id = ANY($1::uuid[]) AND shown_from <= statement_timestamp()
         RETURNING product_id, currency, price_from, compare_at, shown_from, shown_until
       )
       UPDATE product_listings listing
       SET price_from = last.price_from, compare_at = last.compare_at, shown_until = last.shown_until
       FROM (SELECT DISTINCT ON (product_id, currency) * FROM begun
             ORDER BY product_id, currency, shown_from DESC) AS last
       WHERE listing.product_id = last.product_id AND listing.currency = last.currency`,
      [productIds],
    );
  }

  /** Locks products in the order of ids before reading them, as every edit does. */
  async lock(productIds: readonly string[]): Promise<void> {
    await this.transaction.sql(
      'SELECT id FROM products WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE',
      [productIds],
    );
  }

  /** Locks products with a row that no longer holds, since a sale has begun or ended. Skips locked products. */
  lockWithEndedRows(most: number): Promise<string[]> {
    return this.ids(
      `SELECT id FROM products
       WHERE id IN (SELECT product_id FROM product_listings
                    WHERE shown_until <= statement_timestamp() ORDER BY shown_until LIMIT $1)
       ORDER BY id FOR NO KEY UPDATE SKIP LOCKED`,
      [most],
    );
  }

  /** Returns the next products listed in these categories, by id. */
  listedUnder(categoryIds: readonly string[], after: string, most: number): Promise<string[]> {
    return this.ids(
      `SELECT DISTINCT product_id AS id FROM product_listings
       WHERE category_ids && $1::uuid[] AND product_id > $2 ORDER BY product_id LIMIT $3`,
      [categoryIds, after, most],
    );
  }

  productsAfter(after: string, most: number): Promise<string[]> {
    return this.ids('SELECT id FROM products WHERE id > $1 ORDER BY id LIMIT $2', [after, most]);
  }

  async searchConfigurations(): Promise<string[]> {
    const rows = await this.transaction.sql<{ name: string }>(
      `SELECT cfgname AS name FROM pg_ts_config
       WHERE cfgnamespace = 'public'::regnamespace AND cfgname LIKE 'catalog\\_%' ORDER BY cfgname`,
    );
    return rows.map(({ name }) => name);
  }

  private async ids(text: string, parameters: readonly unknown[]): Promise<string[]> {
    return (await this.transaction.sql<{ id: string }>(text, parameters)).map(({ id }) => id);
  }

  /** Writes a row for now and for each time a sale changes the lowest price, in one statement with one clock. */
  private async writeListings(productIds: readonly string[]): Promise<void> {
    await this.transaction.sql(
      `WITH RECURSIVE moment AS (
         -- Now, and each start or end of a sale.
         SELECT DISTINCT variants.product_id, prices.currency, moment.at
         FROM variants JOIN prices ON prices.variant_id = variants.id,
           LATERAL (VALUES (statement_timestamp()), (prices.sale_starts_at), (prices.sale_ends_at)) AS moment (at)
         WHERE variants.product_id = ANY($1::uuid[]) AND moment.at >= statement_timestamp()
       ), priced AS (
         SELECT moment.product_id, moment.currency, moment.at, min(price.amount) AS price_from,
                -- From the variant with the lowest price.
                (array_agg(price.compare_at ORDER BY price.amount, price.compare_at DESC NULLS LAST))[1] AS compare_at,
                bool_or(variants.available) AS available
         FROM moment JOIN variants ON variants.product_id = moment.product_id, LATERAL prices_at(moment.at) AS price
         WHERE price.variant_id = variants.id AND price.currency = moment.currency
         GROUP BY moment.product_id, moment.currency, moment.at
       ), changing AS (
         SELECT *, (lag(price_from) OVER following, lag(compare_at) OVER following)
                     IS DISTINCT FROM (price_from, compare_at) AS changes
         FROM priced
         WINDOW following AS (PARTITION BY product_id, currency ORDER BY at)
       ), period AS (
         SELECT product_id, currency, price_from, compare_at, available, at AS shown_from,
                coalesce(lead(at) OVER following, 'infinity') AS shown_until,
                row_number() OVER following = 1 AS is_now
         FROM changing WHERE changes
         WINDOW following AS (PARTITION BY product_id, currency ORDER BY at)
       ), words AS (
         SELECT variants.product_id,
                string_agg(DISTINCT pair.value, ' ') AS values,
                string_agg(DISTINCT sku || ' ' || translate(sku, '-_./', '    '), ' ') AS skus
         FROM variants LEFT JOIN LATERAL jsonb_each_text(variants.options) AS pair ON true
         WHERE variants.product_id = ANY($1::uuid[])
         GROUP BY variants.product_id
       ), offered AS (
         -- Only variants with a price in the currency count.
         SELECT variants.product_id, prices.currency,
                array_agg(DISTINCT pair.key || '=' || pair.value) AS option_values,
                array_agg(DISTINCT pair.key || '=' || pair.value) FILTER (WHERE variants.available) AS available_values
         FROM variants JOIN prices ON prices.variant_id = variants.id, LATERAL jsonb_each_text(variants.options) AS pair
         WHERE variants.product_id = ANY($1::uuid[])
         GROUP BY variants.product_id, prices.currency
       ), filed AS (
         -- The product's categories and all their ancestors.
         SELECT product_id, category.id, category.parent_id, category.name
         FROM product_categories JOIN categories category ON category.id = category_id
         WHERE product_id = ANY($1::uuid[])
         UNION
         SELECT filed.product_id, parent.id, parent.parent_id, parent.name
         FROM filed JOIN categories parent ON parent.id = filed.parent_id
       ), made AS (
         SELECT product.id AS product_id, period.currency, product.status, product.slug, product.title,
           (SELECT jsonb_build_object('url', coalesce(file.thumbnail, media.url), 'alt', media.alt)
            FROM product_media media LEFT JOIN media_files file ON file.url = media.url
            WHERE media.product_id = product.id ORDER BY media.position LIMIT 1) AS thumbnail,
           period.price_from, period.compare_at, period.available,
           ARRAY(SELECT category_id FROM product_categories WHERE product_id = product.id ORDER BY category_id) AS category_ids,
           coalesce(offered.option_values, '{}') AS option_values,
           coalesce(offered.available_values, '{}') AS available_values,
           catalog_document($2::regconfig, product.title, words.skus,
             concat_ws(' ', words.values, (SELECT string_agg(name, ' ') FROM filed WHERE product_id = product.id)),
             product.description_text) AS document,
           product.created_at, period.shown_from, period.shown_until, period.is_now
         FROM products product
         JOIN period ON period.product_id = product.id
         JOIN words ON words.product_id = product.id
         LEFT JOIN offered ON offered.product_id = product.id AND offered.currency = period.currency
       ), gone AS (
         DELETE FROM product_listings listing
         WHERE product_id = ANY($1::uuid[]) AND NOT EXISTS (
           SELECT FROM made WHERE product_id = listing.product_id AND currency = listing.currency)
       ), gone_ahead AS (
         DELETE FROM product_listings_ahead listing
         WHERE product_id = ANY($1::uuid[]) AND NOT EXISTS (
           SELECT FROM made WHERE product_id = listing.product_id AND currency = listing.currency
             AND shown_from = listing.shown_from AND NOT is_now)
       ), ahead AS (
         INSERT INTO product_listings_ahead (product_id, currency, status, slug, title, thumbnail, price_from, compare_at,
           available, category_ids, option_values, available_values, document, created_at, shown_from, shown_until)
         SELECT product_id, currency, status, slug, title, thumbnail, price_from, compare_at, available,
           category_ids, option_values, available_values, document, created_at, shown_from, shown_until
         FROM made WHERE NOT is_now
         ON CONFLICT (product_id, currency, shown_from) DO UPDATE SET
           status = excluded.status, slug = excluded.slug, title = excluded.title, thumbnail = excluded.thumbnail,
           price_from = excluded.price_from, compare_at = excluded.compare_at, available = excluded.available,
           category_ids = excluded.category_ids, option_values = excluded.option_values,
           available_values = excluded.available_values, document = excluded.document, shown_until = excluded.shown_until
       )
       INSERT INTO product_listings (product_id, currency, status, slug, title, thumbnail, price_from, compare_at,
         available, category_ids, option_values, available_values, document, created_at, shown_until)
       SELECT product_id, currency, status, slug, title, thumbnail, price_from, compare_at, available,
         category_ids, option_values, available_values, document, created_at, shown_until
       FROM made WHERE is_now
       ON CONFLICT (product_id, currency) DO UPDATE SET
         status = excluded.status, slug = excluded.slug, title = excluded.title, thumbnail = excluded.thumbnail,
         price_from = excluded.price_from, compare_at = excluded.compare_at, available = excluded.available,
         category_ids = excluded.category_ids, option_values = excluded.option_values,
         available_values = excluded.available_values, document = excluded.document, shown_until = excluded.shown_until`,
      [productIds, this.config.configuration],
    );
  }

  /** Stores words for corrections, only from visible products, so that corrections reveal no drafts. */
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
       ) AS shown, LATERAL unnest(tsvector_to_array(to_tsvector('catalog_simple', searchable_text(shown.text)))) AS shown_word
       WHERE shown_word ~ '^[[:alpha:]]{4,40}$' AND NOT EXISTS (SELECT FROM search_words known WHERE known.word = shown_word)
       -- A fixed order prevents deadlocks between products with the same new words.
       ORDER BY shown_word
       ON CONFLICT DO NOTHING`,
      [productIds],
    );
  }
}
