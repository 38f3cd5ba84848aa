import { Injectable } from '@nestjs/common';
import { Transaction } from '../common/database/transaction.js';

/** Orders whose time to be paid has run out, new ones and placed ones whose authorization was lost. */
@Injectable()
export class ExpiryRepository {
  constructor(private readonly transaction: Transaction) {}

  /** The longest overdue first. */
  async find(limit: number): Promise<string[]> {
    const rows = await this.transaction.sql<{ id: string }>(
      `SELECT id FROM unpaid_orders WHERE expires_at <= now()
       ORDER BY expires_at LIMIT $1`,
      [limit],
    );
    return rows.map((row) => row.id);
  }

  /** Locks the order if it is still due. One that somebody works on is left to the next run. */
  async lock(id: string): Promise<boolean> {
    const rows = await this.transaction.sql(
      `SELECT id FROM unpaid_orders WHERE id = $1 AND expires_at <= now()
       FOR UPDATE SKIP LOCKED`,
      [id],
    );
    return rows.length > 0;
  }
}
