import { Injectable } from '@nestjs/common';
import { Transaction } from '../../common/database/transaction.js';
import type { Money } from '../../common/money/money.js';
import { batchesOf } from './batches.js';
import type { StockRow } from './stock-file.js';

const BATCH = 100;

export interface KnownStock {
  readonly sku: string;
  readonly variantId: string;
  readonly productId: string;
  readonly prices: readonly Money[];
}

/** Reads current variants for comparison with a file. */
@Injectable()
export class StockRowsReader {
  constructor(private readonly transaction: Transaction) {}

  /** Returns variants by SKU, in one statement; unknown SKUs are absent. */
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

  /** Trims SKUs for which no variant has the untrimmed form. */
  async *named(rows: AsyncIterable<StockRow>): AsyncGenerator<StockRow> {
    for await (const batch of batchesOf(rows, BATCH)) {
      const loose = batch.filter(({ sku, faults }) => faults.length === 0 && sku !== sku.trim());
      const known = loose.length > 0 ? await this.find(loose.map(({ sku }) => sku)) : new Map();
      yield* batch.map((row) => (known.has(row.sku) ? row : { ...row, sku: row.sku.trim() }));
    }
  }
}
