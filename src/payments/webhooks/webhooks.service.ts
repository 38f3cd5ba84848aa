import { Injectable } from '@nestjs/common';
import type { IncomingHttpHeaders } from 'node:http';
import { Transaction } from '../../common/database/transaction.js';
import { Jobs } from '../../common/events/jobs.js';
import { failpoint } from '../../common/failpoints/failpoint.js';
import { ProviderCalls } from '../completion/provider-calls.js';
import { WebhookInboxRepository } from './webhook-inbox.repository.js';

export const APPLY_WEBHOOK_JOB = 'payments.apply_webhook';

/** Acknowledges an event only after its bytes are verified and stored. */
@Injectable()
export class WebhooksService {
  constructor(
    private readonly calls: ProviderCalls,
    private readonly transaction: Transaction,
    private readonly inbox: WebhookInboxRepository,
    private readonly jobs: Jobs,
  ) {}

  /** A repeated event is acknowledged again and does nothing. */
  async receive(
    providerName: string,
    bytes: Buffer | undefined,
    headers: IncomingHttpHeaders,
  ): Promise<void> {
    const event = await this.calls.readWebhook(providerName, bytes, headers);
    await this.transaction.run(async () => {
      const webhookId = await this.inbox.insert(providerName, event);
      if (webhookId === undefined) return;
      const aggregateId = event.reference ?? event.key ?? event.id;
      await this.jobs.enqueue(APPLY_WEBHOOK_JOB, { webhookId }, { aggregateId });
      await failpoint('payments.webhook_written');
    });
    await failpoint('payments.webhook_committed');
  }
}
