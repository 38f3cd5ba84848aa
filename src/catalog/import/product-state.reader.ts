import { Injectable } from '@nestjs/common';
import { Transaction } from '../../common/database/transaction.js';
import type { DescriptionFormat, ProductOption } from '../entities/product.entity.js';
import type { OptionValues } from '../entities/variant.entity.js';

export interface KnownVariant {
  readonly id: string;
  readonly sku: string;
  readonly options: OptionValues;
  readonly prices: Readonly<Record<string, KnownPrice>>;
}

export interface KnownPrice {
  readonly amount: number;
  readonly compareAt: number | null;
  readonly sale: {
    readonly amount: number;
    readonly startsAt: string | null;
    readonly endsAt: string | null;
  } | null;
}

export interface KnownProduct {
  readonly id: string;
  readonly slug: string;
  readonly descriptionFormat: DescriptionFormat;
  readonly options: readonly ProductOption[];
  readonly variants: readonly KnownVariant[];
}

/** Reads the current state of products, for comparison with a file. */
@Injectable()
export class ProductStateReader {
  constructor(private readonly transaction: Transaction) {}

  /** Finds and locks the product with this current or former slug. It must have one of the SKUs, if any are given. */
  async find(slug: string, skus: readonly string[]): Promise<KnownProduct | undefined> {
    const [product] = await this.transaction.sql<Omit<KnownProduct, 'variants'>>(
      `SELECT id, slug, description_format AS "descriptionFormat", options FROM products WHERE id = coalesce(
         (SELECT id FROM (SELECT id, 1 AS place FROM products WHERE slug = $1
                          UNION ALL SELECT product_id, 2 FROM product_slugs_before WHERE slug = $1) AS named
          WHERE cardinality($2::text[]) = 0
             OR EXISTS (SELECT FROM variants WHERE product_id = named.id AND sku = ANY($2::text[]))
          ORDER BY place LIMIT 1),
         (SELECT (array_agg(product_id))[1] FROM variants WHERE sku = ANY($2::text[])
          HAVING count(DISTINCT product_id) = 1))
       FOR NO KEY UPDATE`,
      [slug, skus],
    );
    if (!product) return undefined;
    const variants = await this.transaction.sql<KnownVariant>(
      `SELECT variant.id, sku, options,
         (SELECT jsonb_object_agg(currency, jsonb_build_object('amount', amount, 'compareAt', compare_at, 'sale',
            CASE WHEN sale_amount IS NOT NULL THEN jsonb_build_object(
              'amount', sale_amount,
              'startsAt', to_char(sale_starts_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
              'endsAt', to_char(sale_ends_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) END))
          FROM prices WHERE variant_id = variant.id) AS prices
       FROM variants variant WHERE product_id = $1 ORDER BY position, id`,
      [product.id],
    );
    return { ...product, variants };
  }

  /** Returns the editable state of the product without its variants, as text for comparison. */
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
