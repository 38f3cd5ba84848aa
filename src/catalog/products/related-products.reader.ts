import { Injectable } from '@nestjs/common';
import { Transaction } from '../../common/database/transaction.js';
import type { ProductSummaryResponse } from '../dto/product.response.js';

/** Newest products that are compared; a category may have any number. */
const MAX_COMPARED = 200;

export interface RelatedProducts {
  readonly items: ProductSummaryResponse[];
  /** Milliseconds until a sale changes them; null for none. */
  readonly freshForMs: number | null;
}

interface Row extends Pick<RelatedProducts, 'freshForMs'> {
  readonly summary: ProductSummaryResponse | null;
}

/** Reads related products. */
@Injectable()
export class RelatedProductsReader {
  constructor(private readonly transaction: Transaction) {}

  /** Orders active products by shared categories, then availability, then newest. */
  async find(productId: string, currency: string, limit: number): Promise<RelatedProducts> {
    const rows = await this.transaction.sqlPlannedAnew<Row>(
      `SELECT related.summary, hold.ms AS "freshForMs" FROM listings_hold AS hold LEFT JOIN (
       SELECT product_summary(product_id, slug, title, price_from, compare_at, currency, available, thumbnail) AS summary
       FROM (
         SELECT * FROM current_listings
         WHERE currency = $2 AND status = 'active' AND product_id <> $1
           AND category_ids && ARRAY(SELECT category_id FROM product_categories WHERE product_id = $1)
         ORDER BY created_at DESC, product_id DESC
         LIMIT $4
       ) AS candidate,
       LATERAL (
         SELECT count(*) AS shared FROM product_categories
         WHERE product_id = $1 AND category_id = ANY(candidate.category_ids)
       ) AS likeness
       ORDER BY shared DESC, available DESC, created_at DESC, product_id DESC
       LIMIT $3
       ) AS related ON true`,
      [productId, currency, limit, MAX_COMPARED],
    );
    return {
      items: rows.flatMap(({ summary }) => summary ?? []),
      freshForMs: rows[0]!.freshForMs,
    };
  }
}
