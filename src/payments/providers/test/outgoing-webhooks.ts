import { Injectable } from '@nestjs/common';
import { BooksConnection } from './books-connection.js';

export interface DueWebhook {
  readonly id: string;
  readonly chargeKey: string;
}

@Injectable()
export class OutgoingWebhooks {
  constructor(private readonly connection: BooksConnection) {}

  /** For one process. Each webhook is retried until it is delivered. */
  due(limit: number): Promise<DueWebhook[]> {
    return this.connection.rows<DueWebhook>(
      `UPDATE test_provider.webhooks AS webhook
       SET attempts = attempts + 1, deliver_at = now() + make_interval(secs => power(2, least(attempts, 10)))
       FROM test_provider.charges AS charge
       WHERE charge.reference = webhook.charge_reference
         AND webhook.id IN (SELECT id FROM test_provider.webhooks
                            WHERE delivered_at IS NULL AND deliver_at <= now() AND attempts < 20
                            ORDER BY deliver_at LIMIT $1 FOR UPDATE SKIP LOCKED)
       RETURNING webhook.id, charge.key AS "chargeKey"`,
      [limit],
    );
  }

  async delivered(webhookId: string): Promise<void> {
    await this.connection.rows('UPDATE test_provider.webhooks SET delivered_at = now() WHERE id = $1', [
      webhookId,
    ]);
  }

  async untilNext(): Promise<number | undefined> {
    const [row] = await this.connection.rows<{ wait: number }>(
      `SELECT greatest(0, extract(epoch FROM deliver_at - now()) * 1000)::integer AS wait
       FROM test_provider.webhooks WHERE delivered_at IS NULL AND attempts < 20
       ORDER BY deliver_at LIMIT 1`,
    );
    return row?.wait;
  }
}
