import { Injectable } from '@nestjs/common';
import { firstIdOf, uuidv7 } from '../../common/database/ids.js';
import { Transaction } from '../../common/database/transaction.js';
import type { ProviderEvent } from '../providers/payment-provider.js';
import type { ShownWebhook, WebhookStatus } from '../shown-webhook.js';

export interface StoredWebhook {
  readonly id: string;
  readonly provider: string;
  readonly type: string;
  readonly chargeKey: string | null;
  readonly chargeReference: string | null;
  readonly amount: number | null;
  readonly currency: string | null;
  readonly attempts: number;
  /** Since it came, or since a person asked to apply it again. */
  readonly ageSeconds: number;
}

interface WebhookFilter {
  readonly status?: WebhookStatus;
  /** Only older ones. */
  readonly before?: string;
  readonly id?: string;
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
         attempts, extract(epoch FROM now() - coalesce(retried_at, received_at))::integer AS "ageSeconds"
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

  /** Newest first. */
  shown({ status, before, id }: WebhookFilter, limit: number): Promise<ShownWebhook[]> {
    return this.transaction.sqlPlannedAnew<ShownWebhook>(
      `SELECT id, provider, event_id AS "eventId", type, charge_reference AS "chargeReference", status, detail, attempts,
         received_at AS "receivedAt", settled_at AS "settledAt", retried_at AS "retriedAt"
       FROM payment_webhooks
       WHERE ($1::text IS NULL OR status = $1) AND ($2::uuid IS NULL OR id < $2) AND ($3::uuid IS NULL OR id = $3)
       ORDER BY id DESC LIMIT $4`,
      [status ?? null, before ?? null, id ?? null, limit],
    );
  }

  /** Has it wait again, whatever became of it. */
  async reopen(id: string, userId: string): Promise<void> {
    await this.transaction.sql(
      `UPDATE payment_webhooks
       SET status = 'received', attempts = 0, detail = NULL, settled_at = NULL, retried_at = now(), retried_by = $2
       WHERE id = $1`,
      [id, userId],
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
