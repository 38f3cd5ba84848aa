import { Injectable } from '@nestjs/common';
import { Transaction } from '../../common/database/transaction.js';
import { Price } from '../entities/price.entity.js';
import { Variant } from '../entities/variant.entity.js';

export type VariantOptions = Pick<Variant, 'id' | 'options' | 'title'>;

/** Writes variants and prices. The caller holds the product's lock. */
@Injectable()
export class VariantsRepository {
  constructor(private readonly transaction: Transaction) {}

  /** Inserts variants with free SKUs (the first for each SKU), and returns their ids. */
  async insertWhereSkuIsFree(variants: readonly Variant[]): Promise<ReadonlySet<string>> {
    const rows = await this.transaction.sql<{ id: string }>(
      `INSERT INTO variants (id, product_id, position, sku, title, options, available)
       SELECT id, product_id, position, sku, title, options, available
       FROM jsonb_to_recordset($1::jsonb) AS given (
         id uuid, product_id uuid, position integer, sku text, title text, options jsonb, available boolean)
       -- A fixed order prevents deadlocks between products with the same SKUs.
       ORDER BY sku
       ON CONFLICT ON CONSTRAINT variants_sku_key DO NOTHING
       RETURNING id`,
      [JSON.stringify(variants.map(({ productId, ...variant }) => ({ ...variant, product_id: productId })))],
    );
    return new Set(rows.map(({ id }) => id));
  }

  async insertPrices(prices: readonly Price[]): Promise<void> {
    await this.transaction.manager.insert(Price, [...prices]);
  }

  async replacePrices(variantId: string, prices: readonly Price[]): Promise<void> {
    await this.transaction.manager.delete(Price, { variantId });
    await this.insertPrices(prices);
  }

  /** Removes ended sales, which would block a regular price below theirs. */
  async forgetEndedSales(variantId: string): Promise<void> {
    await this.transaction.sql(
      `UPDATE prices SET sale_amount = NULL, sale_starts_at = NULL, sale_ends_at = NULL
       WHERE variant_id = $1 AND sale_ends_at <= statement_timestamp()`,
      [variantId],
    );
  }

  pricesOf(variantId: string): Promise<Price[]> {
    return this.transaction.manager.find(Price, { where: { variantId }, order: { currency: 'ASC' } });
  }

  ofProduct(productId: string): Promise<Variant[]> {
    return this.transaction.manager.find(Variant, {
      where: { productId },
      order: { position: 'ASC', id: 'ASC' },
    });
  }

  async find(id: string): Promise<Variant | undefined> {
    return (await this.transaction.manager.findOneBy(Variant, { id })) ?? undefined;
  }

  async update({ id, sku, title, options, version }: Variant): Promise<void> {
    await this.transaction.manager.update(Variant, { id }, { sku, title, options, version });
  }

  async updateOptions(variants: readonly VariantOptions[]): Promise<void> {
    await this.transaction.sql(
      `UPDATE variants SET options = given.options, title = given.title, version = version + 1, updated_at = now()
       FROM jsonb_to_recordset($1::jsonb) AS given (id uuid, options jsonb, title text)
       WHERE variants.id = given.id AND variants.options <> given.options`,
      [JSON.stringify(variants)],
    );
  }

  /** Locks the products of variants in a fixed order, as every change of a product does. */
  lockProductsOf(variantIds: readonly string[]): Promise<{ id: string; slug: string }[]> {
    return this.transaction.sql<{ id: string; slug: string }>(
      `SELECT id, slug FROM products
       WHERE id IN (SELECT product_id FROM variants WHERE id = ANY($1::uuid[]))
       ORDER BY id FOR NO KEY UPDATE`,
      [variantIds],
    );
  }

  /** Returns the ids of products with a changed variant. */
  async setAvailable(variants: readonly Pick<Variant, 'id' | 'available'>[]): Promise<string[]> {
    const rows = await this.transaction.sql<{ id: string }>(
      `WITH changed AS (
         UPDATE variants SET available = given.available
         FROM unnest($1::uuid[], $2::boolean[]) AS given (id, available)
         WHERE variants.id = given.id AND variants.available <> given.available
         RETURNING variants.product_id
       )
       SELECT DISTINCT product_id AS id FROM changed`,
      [variants.map(({ id }) => id), variants.map(({ available }) => available)],
    );
    return rows.map(({ id }) => id);
  }

  async delete(id: string): Promise<void> {
    await this.transaction.manager.delete(Variant, { id });
  }
}
