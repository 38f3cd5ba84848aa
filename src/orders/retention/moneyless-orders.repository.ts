import { Injectable } from '@nestjs/common';
import { Transaction } from '../../common/database/transaction.js';

/** The time is text, because a Date would lose its microseconds. */
export interface MoneylessOrder {
  readonly id: string;
  readonly cartId: string;
  readonly endedAt: string;
}

/** Orders that ended before any money was seen. The view `unpaid_orders` holds others: those that are to be paid. */
@Injectable()
export class MoneylessOrdersRepository {
  constructor(private readonly transaction: Transaction) {}

  /** Oldest first, after the last one of the previous page. */
  lock(days: number, limit: number, after?: MoneylessOrder): Promise<MoneylessOrder[]> {
    return this.transaction.sql<MoneylessOrder>(
      `SELECT id, cart_id AS "cartId", updated_at::text AS "endedAt" FROM orders
       WHERE status IN ('expired', 'canceled') AND placed_at IS NULL AND payment_status IN ('none', 'failed')
         AND updated_at < now() - make_interval(days => $1)
         AND ($3::timestamptz IS NULL OR (updated_at, id) > ($3, $4::uuid))
       ORDER BY updated_at, id LIMIT $2
       FOR UPDATE SKIP LOCKED`,
      [days, limit, after?.endedAt ?? null, after?.id ?? null],
    );
  }

  /** In one statement: a trigger refuses steps without their order, and orders that are part of the books. */
  async remove(ids: readonly string[]): Promise<void> {
    await this.transaction.sql(
      `WITH steps AS (DELETE FROM order_events WHERE order_id = ANY($1::uuid[])),
         lines AS (DELETE FROM order_lines WHERE order_id = ANY($1::uuid[]))
       DELETE FROM orders WHERE id = ANY($1::uuid[])`,
      [ids],
    );
  }

  async customersAmong(ids: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await this.transaction.sql<{ id: string }>(
      'SELECT DISTINCT customer_id AS id FROM orders WHERE customer_id = ANY($1::uuid[])',
      [ids],
    );
    return new Set(rows.map(({ id }) => id));
  }
}
