import { Injectable } from '@nestjs/common';
import { Transaction } from '../../common/database/transaction.js';

/** The time is text, because a Date would lose its microseconds. */
export interface DueOrder {
  readonly id: string;
  readonly expiresAt: string;
}

/** New orders, and placed ones that lost their authorization. */
@Injectable()
export class ExpiryRepository {
  constructor(private readonly transaction: Transaction) {}

  /** Longest overdue first, after the last one of the previous page. */
  find(limit: number, after?: DueOrder): Promise<DueOrder[]> {
    return this.transaction.sql<DueOrder>(
      `SELECT id, expires_at::text AS "expiresAt" FROM unpaid_orders
       WHERE expires_at <= now() AND ($2::timestamptz IS NULL OR (expires_at, id) > ($2, $3::uuid))
       ORDER BY expires_at, id LIMIT $1`,
      [limit, after?.expiresAt ?? null, after?.id ?? null],
    );
  }

  /** Skips an order that another transaction has locked: the next run takes it. */
  async lock(id: string): Promise<boolean> {
    const rows = await this.transaction.sql(
      `SELECT id FROM unpaid_orders WHERE id = $1 AND expires_at <= now()
       FOR UPDATE SKIP LOCKED`,
      [id],
    );
    return rows.length > 0;
  }
}
