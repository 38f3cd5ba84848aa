import { Injectable } from '@nestjs/common';
import { firstIdOf, uuidv7 } from '../../common/database/ids.js';
import { Transaction } from '../../common/database/transaction.js';
import type { ProviderEvent } from '../providers/payment-provider.js';

export interface StoredWebhook {
  readonly id: string;
  readonly provider: string;
  readonly type: string;
  readonly chargeKey: string | null;
  readonly chargeReference: string | null;
  readonly amount: number | null;
  readonly currency: string | null;
  readonly attempts: number;
  readonly ageSeconds: number;
}

@Injectable()
export class WebhookInboxRepository {
  constructor(private readonly transaction: Transaction) {}

  /** Returns undefined for a known event. */
  async insert(provider: string, event: ProviderEvent): Promise<string | undefined> {
    const [row] = await this.transaction.sql<{ id: string }>(
      `INSERT INTO payment_webhooks
         (id, provider, event_id, type, charge_key, charge_reference, currency, amount, payload)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       ON CONFLICT ON CONSTRAINT payment_webhooks_event_key DO NOTHING
       RETURNING id`,
      [
        uuidv7(),
        provider,
        event.id,
        event.type,
        event.key ?? null,
        event.reference ?? null,
        event.amount?.currency ?? null,
        event.amount?.amount ?? null,
        JSON.stringify(event.payload),
      ],
    );
    return row?.id;
  }

  async findWaiting(id: string): Promise<StoredWebhook | undefined> {
    const [row] = await this.transaction.sql<StoredWebhook>(
      `SELECT id, provider, type, charge_key AS "chargeKey", charge_reference AS "chargeReference", amount, currency,
         attempts, extract(epoch FROM now() - received_at)::integer AS "ageSeconds"
       FROM payment_webhooks WHERE id = $1 AND status = 'received'`,
      [id],
    );
    return row;
  }

  async close(id: string, status: 'applied' | 'parked', detail: string | null = null): Promise<void> {
    await this.transaction.sql(
      `UPDATE payment_webhooks SET status = $2, detail = $3, settled_at = now() WHERE id = $1 AND status = 'received'`,
      [id, status, detail],
    );
  }

  async countAttempt(id: string): Promise<void> {
    await this.transaction.sql('UPDATE payment_webhooks SET attempts = attempts + 1 WHERE id = $1', [id]);
  }

  /** Ids grow with time, so the oldest rows come first in the index. */
  async forget(status: 'applied' | 'parked', days: number, most: number): Promise<number> {
    const { count } = await this.transaction.execute(
      `DELETE FROM payment_webhooks WHERE id IN (
         SELECT id FROM payment_webhooks
         WHERE id < $1::uuid AND status = $2 AND received_at < now() - make_interval(days => $3)
         ORDER BY id LIMIT $4)`,
      [firstIdOf(days), status, days, most],
    );
    return count;
  }
}
