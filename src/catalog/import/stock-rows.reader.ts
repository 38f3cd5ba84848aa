import { Injectable } from '@nestjs/common';
import { Transaction } from '../../common/database/transaction.js';
import type { Money } from '../../common/money/money.js';

/** A variant as the shop has it, with its regular prices. */
export interface KnownStock {
  readonly sku: string;
  readonly variantId: string;
  readonly productId: string;
  readonly prices: readonly Money[];
}

/** Reads what a file of counts and prices is compared with. */
@Injectable()
export class StockRowsReader {
  constructor(private readonly transaction: Transaction) {}

  /** By SKU; what is not in the shop is absent. One statement. */
  async find(skus: readonly string[]): Promise<ReadonlyMap<string, KnownStock>> {
    const rows = await this.transaction.sql<KnownStock>(
      `SELECT sku, id AS "variantId", product_id AS "productId", coalesce(
         (SELECT jsonb_agg(jsonb_build_object('amount', amount, 'currency', currency) ORDER BY currency)
          FROM prices WHERE variant_id = variants.id), '[]') AS prices
       FROM variants WHERE sku = ANY($1::text[])`,
      [skus],
    );
    return new Map(rows.map((row) => [row.sku, row]));
  }
}
