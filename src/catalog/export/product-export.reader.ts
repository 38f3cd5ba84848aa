import { Injectable } from '@nestjs/common';
import { Transaction } from '../../common/database/transaction.js';
import type { Product } from '../entities/product.entity.js';
import type { OptionValues } from '../entities/variant.entity.js';

export interface ExportedPrice {
  readonly currency: string;
  readonly amount: number;
  readonly compareAt: number | null;
  readonly sale: number | null;
  readonly saleStarts: string | null;
  readonly saleEnds: string | null;
}

export interface ExportedVariant {
  readonly id: string;
  readonly sku: string;
  readonly options: OptionValues;
  readonly prices: readonly ExportedPrice[];
}

/** A product with all exported data. */
export interface ExportedProduct extends Pick<
  Product,
  'id' | 'slug' | 'title' | 'description' | 'descriptionFormat' | 'status' | 'options'
> {
  readonly categoryIds: readonly string[];
  readonly media: readonly { readonly url: string; readonly alt: string }[];
  readonly variants: readonly ExportedVariant[];
}

/** Reads products for the export, oldest first. */
@Injectable()
export class ProductExportReader {
  constructor(private readonly transaction: Transaction) {}

  /** Returns the currencies of all prices. */
  async currencies(): Promise<string[]> {
    const rows = await this.transaction.sql<{ currency: string }>(
      'SELECT DISTINCT currency FROM prices ORDER BY currency',
    );
    return rows.map(({ currency }) => currency);
  }

  after(id: string | null, limit: number): Promise<ExportedProduct[]> {
    return this.transaction.sql<ExportedProduct>(
      `SELECT id, slug, title, description, description_format AS "descriptionFormat", status, options,
         ARRAY(SELECT category_id FROM product_categories WHERE product_id = product.id ORDER BY position)
           AS "categoryIds",
         coalesce((SELECT jsonb_agg(jsonb_build_object('url', url, 'alt', alt) ORDER BY position, id)
                   FROM product_media WHERE product_id = product.id), '[]') AS media,
         (SELECT jsonb_agg(jsonb_build_object('id', variant.id, 'sku', sku, 'options', variant.options, 'prices',
            coalesce((SELECT jsonb_agg(jsonb_build_object(
                        'currency', currency, 'amount', amount, 'compareAt', compare_at, 'sale', sale_amount,
                        'saleStarts', to_char(sale_starts_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                        'saleEnds', to_char(sale_ends_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
                      FROM prices WHERE variant_id = variant.id), '[]')) ORDER BY position, id)
          FROM variants variant WHERE product_id = product.id) AS variants
       FROM products product WHERE $1::uuid IS NULL OR id > $1 ORDER BY id LIMIT $2`,
      [id, limit],
    );
  }
}
