import { Injectable } from '@nestjs/common';
import { Transaction } from '../../common/database/transaction.js';
import type { Share } from './canceled-share.js';
import type { LineUnits } from '../fulfillment/parcel.js';

export interface CanceledUnits extends LineUnits, Share {
  readonly variantId: string;
}

export interface Cancellation {
  readonly id: string;
  readonly orderId: string;
  readonly amount: number;
  readonly reason: string;
}

@Injectable()
export class ItemCancellationRepository {
  constructor(private readonly transaction: Transaction) {}

  /** Returns false when a line has fewer open units; the caller must then roll back. */
  async record(cancellation: Cancellation, canceled: readonly CanceledUnits[]): Promise<boolean> {
    const { id, orderId, amount, reason } = cancellation;
    const rows = await this.transaction.sql(RECORD, [JSON.stringify(canceled), id, orderId, amount, reason]);
    return rows.length === canceled.length;
  }
}

const RECORD = `
  WITH wanted AS (
    SELECT "lineId" AS line_id, quantity, subtotal, discount, tax
    FROM jsonb_to_recordset($1::jsonb)
      AS w ("lineId" uuid, quantity integer, subtotal bigint, discount bigint, tax bigint)
  ), canceled AS (
    UPDATE order_lines SET canceled_quantity = canceled_quantity + wanted.quantity
    FROM wanted
    WHERE order_lines.id = wanted.line_id AND order_lines.order_id = $3::uuid
      AND order_lines.fulfilled_quantity + order_lines.canceled_quantity + wanted.quantity <= order_lines.quantity
    RETURNING wanted.*
  ), counted AS (
    UPDATE orders SET canceled_amount = canceled_amount + $4::bigint WHERE id = $3::uuid
  ), cancellation AS (
    INSERT INTO order_cancellations (id, order_id, amount, reason) VALUES ($2::uuid, $3::uuid, $4::bigint, $5)
  )
  INSERT INTO order_cancellation_items (cancellation_id, order_line_id, quantity, subtotal, discount, tax)
  SELECT $2::uuid, line_id, quantity, subtotal, discount, tax FROM canceled
  RETURNING order_line_id`;
