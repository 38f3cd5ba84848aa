import { Injectable } from '@nestjs/common';
import { Transaction } from '../common/database/transaction.js';
import type { ProductSummaryResponse } from './dto/product.response.js';

/** Of products that share a category, the newest are compared: a category may hold any number. */
const MAX_COMPARED = 200;

/** Reads what else may please whoever looks at a product. */
@Injectable()
export class RelatedProductsReader {
  constructor(private readonly transaction: Transaction) {}

  /** Active products, those that share the most categories first, then what can be bought, then the newest. */
  async find(productId: string, currency: string, limit: number): Promise<ProductSummaryResponse[]> {
    const rows = await this.transaction.sqlPlannedAnew<{ summary: ProductSummaryResponse }>(
      `SELECT json_build_object(
         'id', product_id,
         'slug', slug,
         'title', title,
         'priceFrom', json_build_object('amount', price_from, 'currency', currency),
         'available', available,
         'thumbnail', thumbnail
       ) AS summary
       FROM (
         SELECT * FROM product_listings
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
       LIMIT $3`,
      [productId, currency, limit, MAX_COMPARED],
    );
    return rows.map(({ summary }) => summary);
  }
}
