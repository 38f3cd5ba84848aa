import { Injectable } from '@nestjs/common';
import { Transaction } from '../../common/database/transaction.js';
import type { LineUnits } from './parcel.js';

interface Parcel {
  readonly id: string;
  readonly orderId: string;
  readonly trackingNumber?: string;
  readonly carrier?: string;
}

@Injectable()
export class FulfillmentRepository {
  constructor(private readonly transaction: Transaction) {}

  /** Returns false when a line has fewer open units; the caller must then roll back. */
  async record(parcel: Parcel, packed: readonly LineUnits[]): Promise<boolean> {
    const rows = await this.transaction.sql(
      `WITH packed AS (
         SELECT "lineId" AS line_id, quantity
         FROM jsonb_to_recordset($1::jsonb) AS p ("lineId" uuid, quantity integer)
       ), sent AS (
         UPDATE order_lines SET fulfilled_quantity = fulfilled_quantity + packed.quantity
         FROM packed
         WHERE order_lines.id = packed.line_id AND order_lines.order_id = $3::uuid
           AND order_lines.fulfilled_quantity + order_lines.canceled_quantity + packed.quantity <= order_lines.quantity
         RETURNING order_lines.id, packed.quantity
       ), parcel AS (
         INSERT INTO fulfillments (id, order_id, tracking_number, carrier) VALUES ($2::uuid, $3::uuid, $4, $5)
       )
       INSERT INTO fulfillment_items (fulfillment_id, order_line_id, quantity)
       SELECT $2::uuid, id, quantity FROM sent
       RETURNING order_line_id`,
      [
        JSON.stringify(packed),
        parcel.id,
        parcel.orderId,
        parcel.trackingNumber ?? null,
        parcel.carrier ?? null,
      ],
    );
    return rows.length === packed.length;
  }
}
