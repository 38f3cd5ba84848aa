import { Injectable } from '@nestjs/common';
import { Transaction } from '../../common/database/transaction.js';
import type { ProductOption } from '../entities/product.entity.js';
import type { OptionValues } from '../entities/variant.entity.js';

/** A variant as the shop has it. */
export interface KnownVariant {
  readonly id: string;
  readonly sku: string;
  readonly options: OptionValues;
  /** Currency to amounts in minor units. */
  readonly prices: Readonly<Record<string, { readonly amount: number; readonly compareAt: number | null }>>;
}

/** A product as the shop has it. */
export interface KnownProduct {
  readonly id: string;
  readonly options: readonly ProductOption[];
  readonly variants: readonly KnownVariant[];
}

/** Reads what an import compares a file's products with. */
@Injectable()
export class ProductStateReader {
  constructor(private readonly transaction: Transaction) {}

  /** Locks the product, so that what is compared holds until the transaction ends. */
  async find(slug: string): Promise<KnownProduct | undefined> {
    const [product] = await this.transaction.sql<Pick<KnownProduct, 'id' | 'options'>>(
      'SELECT id, options FROM products WHERE slug = $1 FOR NO KEY UPDATE',
      [slug],
    );
    if (!product) return undefined;
    const variants = await this.transaction.sql<KnownVariant>(
      `SELECT variant.id, sku, options,
         (SELECT jsonb_object_agg(currency, jsonb_build_object('amount', amount, 'compareAt', compare_at))
          FROM prices WHERE variant_id = variant.id) AS prices
       FROM variants variant WHERE product_id = $1 ORDER BY position, id`,
      [product.id],
    );
    return { ...product, variants };
  }

  /** All of the product that people set, but for its variants, as one text: two are equal when nothing differs. */
  async fingerprint(id: string): Promise<string> {
    const [row] = await this.transaction.sql<{ state: string }>(
      `SELECT jsonb_build_array(slug, title, description, description_format, status, options,
         (SELECT jsonb_agg(jsonb_build_array(url, alt) ORDER BY position, id)
          FROM product_media WHERE product_id = product.id),
         (SELECT jsonb_agg(category_id ORDER BY position)
          FROM product_categories WHERE product_id = product.id))::text AS state
       FROM products product WHERE id = $1`,
      [id],
    );
    return row!.state;
  }
}
