import { Injectable } from '@nestjs/common';
import { Transaction } from '../../common/database/transaction.js';

/** An order that came to nothing. The time as text: a Date would lose its microseconds. */
export interface UnpaidOrder {
  readonly id: string;
  readonly cartId: string;
  readonly endedAt: string;
}

/** Orders that ended before any money was seen. */
@Injectable()
export class UnpaidOrdersRepository {
  constructor(private readonly transaction: Transaction) {}

  /** Locks those that ended so many days ago, the oldest first, from behind the last one of the page before. */
  lock(days: number, limit: number, after?: UnpaidOrder): Promise<UnpaidOrder[]> {
    return this.transaction.sql<UnpaidOrder>(
      `SELECT id, cart_id AS "cartId", updated_at::text AS "endedAt" FROM orders
       WHERE status IN ('expired', 'canceled') AND placed_at IS NULL AND payment_status IN ('none', 'failed')
         AND updated_at < now() - make_interval(days => $1)
         AND ($3::timestamptz IS NULL OR (updated_at, id) > ($3, $4::uuid))
       ORDER BY updated_at, id LIMIT $2
       FOR UPDATE SKIP LOCKED`,
      [days, limit, after?.endedAt ?? null, after?.id ?? null],
    );
  }

  /** With lines and history, in one statement: a trigger refuses orders that are part of the books, and steps without them. */
  async remove(ids: readonly string[]): Promise<void> {
    await this.transaction.sql(
      `WITH steps AS (DELETE FROM order_events WHERE order_id = ANY($1::uuid[])),
         lines AS (DELETE FROM order_lines WHERE order_id = ANY($1::uuid[]))
       DELETE FROM orders WHERE id = ANY($1::uuid[])`,
      [ids],
    );
  }

  /** Those of the customers who have ever ordered. */
  async customersAmong(ids: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await this.transaction.sql<{ id: string }>(
      'SELECT DISTINCT customer_id AS id FROM orders WHERE customer_id = ANY($1::uuid[])',
      [ids],
    );
    return new Set(rows.map(({ id }) => id));
  }
}
