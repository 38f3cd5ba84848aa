import { Injectable } from '@nestjs/common';
import { Transaction } from '../../common/database/transaction.js';
import { NotFound } from '../../common/errors/errors.js';
import { Jobs } from '../../common/events/jobs.js';
import { Cursors, type Page } from '../../common/http/pagination.js';
import type { ListWebhooksQuery } from '../dto/list-webhooks.query.js';
import type { ShownWebhook } from '../shown-webhook.js';
import { WebhookInboxRepository } from './webhook-inbox.repository.js';
import { APPLY_WEBHOOK_JOB } from './webhooks.service.js';

/** What staff see of webhooks, and do about them. */
@Injectable()
export class ReceivedWebhooks {
  constructor(
    private readonly transaction: Transaction,
    private readonly inbox: WebhookInboxRepository,
    private readonly jobs: Jobs,
    private readonly cursors: Cursors,
  ) {}

  /** Newest first. */
  async page({ status, limit, cursor }: ListWebhooksQuery): Promise<Page<ShownWebhook>> {
    const list = `payments.webhooks:${status ?? ''}`;
    const before = this.cursors.decode(list, cursor)?.[0] as string | undefined;
    const rows = await this.inbox.shown({ status, before }, limit + 1);
    return this.cursors.page(rows, limit, list, ({ id }) => [id]);
  }

  /** Asks the provider again. It does no harm to one that is applied: what counts is the charge as it is now. */
  retry(id: string, userId: string): Promise<ShownWebhook> {
    return this.transaction.run(async () => {
      await this.inbox.reopen(id, userId);
      const [webhook] = await this.inbox.shown({ id }, 1);
      if (!webhook) throw new NotFound('webhook');
      await this.jobs.enqueue(APPLY_WEBHOOK_JOB, { webhookId: id }, { key: `webhook:${id}` });
      return webhook;
    });
  }
}
