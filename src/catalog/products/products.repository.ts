import { Injectable } from '@nestjs/common';
import { Transaction } from '../../common/database/transaction.js';
import { Product } from '../entities/product.entity.js';
import { ProductCategory } from '../entities/product-category.entity.js';
import { ProductMedia } from '../entities/product-media.entity.js';
import { FREE_SLUG } from '../free-slug.sql.js';

export interface MediaInput {
  readonly url: string;
  readonly alt?: string;
}

const PARTS = `
  SELECT md5(concat(
    (SELECT jsonb_agg(to_jsonb(variant) - 'version' - 'updated_at' - 'available' ORDER BY variant.id)
     FROM variants variant WHERE variant.product_id = $1),
    (SELECT jsonb_agg(to_jsonb(price) ORDER BY price.variant_id, price.currency)
     FROM prices price JOIN variants variant ON variant.id = price.variant_id WHERE variant.product_id = $1),
    (SELECT jsonb_agg(to_jsonb(image) ORDER BY image.position)
     FROM product_media image WHERE image.product_id = $1),
    (SELECT jsonb_agg(to_jsonb(filed) ORDER BY filed.position, filed.category_id)
     FROM product_categories filed WHERE filed.product_id = $1))) AS parts`;

/** Writes products and their own parts. */
@Injectable()
export class ProductsRepository {
  constructor(private readonly transaction: Transaction) {}

  /** Returns false if the slug is taken. */
  async insertIfSlugIsFree(product: Product): Promise<boolean> {
    const { count } = await this.transaction.execute(
      `INSERT INTO products (id, slug, title, description, description_format, description_text, status, options)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT ON CONSTRAINT products_slug_key DO NOTHING`,
      [
        product.id,
        product.slug,
        product.title,
        product.description,
        product.descriptionFormat,
        product.descriptionText,
        product.status,
        JSON.stringify(product.options),
      ],
    );
    return count > 0;
  }

  /** Adds a number to a taken slug. Others who want the same slug wait for this transaction. */
  async freeSlug(slug: string): Promise<string> {
    await this.transaction.sql('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `product slug ${slug}`,
    ]);
    const [row] = await this.transaction.sql<{ slug: string }>(FREE_SLUG.products, [slug]);
    return row!.slug;
  }

  /** Locks the product, so that its parts and version change together. */
  async lock(id: string): Promise<Product | undefined> {
    const product = await this.transaction.manager.findOne(Product, {
      where: { id },
      lock: { mode: 'for_no_key_update' },
    });
    return product ?? undefined;
  }

  /** Returns the editable state with all parts as text, for comparison; the caller holds the lock. */
  async contentOf(product: Product): Promise<string> {
    const { slug, title, description, descriptionFormat, status, options } = product;
    const [row] = await this.transaction.sql<{ parts: string }>(PARTS, [product.id]);
    return JSON.stringify([slug, title, description, descriptionFormat, status, options, row!.parts]);
  }

  async update(product: Product): Promise<void> {
    const { id, slug, title, description, descriptionFormat, descriptionText, status, options, version } =
      product;
    await this.transaction.manager.update(
      Product,
      { id },
      { slug, title, description, descriptionFormat, descriptionText, status, options, version },
    );
  }

  /** Keeps a former slug. If several products had it, it leads to the last of them. */
  async rememberSlug(slug: string, productId: string): Promise<void> {
    await this.transaction.sql(
      `INSERT INTO product_slugs_before (slug, product_id) VALUES ($1, $2)
       ON CONFLICT (slug) DO UPDATE SET product_id = excluded.product_id`,
      [slug, productId],
    );
  }

  async replaceCategories(productId: string, categoryIds: readonly string[]): Promise<void> {
    await this.transaction.manager.delete(ProductCategory, { productId });
    await this.insertCategories(productId, categoryIds);
  }

  async insertCategories(productId: string, categoryIds: readonly string[]): Promise<void> {
    const rows = categoryIds.map((categoryId, position) => ({ productId, categoryId, position }));
    if (rows.length > 0) await this.transaction.manager.insert(ProductCategory, rows);
  }

  /** Unchanged images keep their ids. */
  async replaceMedia(productId: string, media: readonly MediaInput[]): Promise<void> {
    const manager = this.transaction.manager;
    const before = await manager.find(ProductMedia, { where: { productId }, order: { position: 'ASC' } });
    if (JSON.stringify(before.map(seen)) === JSON.stringify(media.map(seen))) return;
    await manager.delete(ProductMedia, { productId });
    await this.insertMedia(productId, media);
  }

  async insertMedia(productId: string, media: readonly MediaInput[]): Promise<void> {
    const rows = media.map(({ url, alt = '' }, position) =>
      Object.assign(new ProductMedia(), { productId, position, url, alt }),
    );
    if (rows.length > 0) await this.transaction.manager.insert(ProductMedia, rows);
  }
}

const seen = ({ url, alt = '' }: MediaInput): readonly string[] => [url, alt];
