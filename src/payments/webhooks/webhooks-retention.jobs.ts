import { Injectable } from '@nestjs/common';
import { Job } from '../../common/events/subscribe.decorator.js';
import { PaymentsConfig } from '../payments.config.js';
import { WebhookInboxRepository } from './webhook-inbox.repository.js';

/** Small enough for the statement time-out, however large the table. */
const BATCH = 1_000;

/** Time for somebody to look at them. */
const PARKED_DAYS = 365;

@Injectable()
export class WebhooksRetentionJobs {
  constructor(
    private readonly inbox: WebhookInboxRepository,
    private readonly config: PaymentsConfig,
  ) {}

  @Job('payments.forget_webhooks', { says: 'Deletes old webhooks of payment providers', cron: '7 3 * * *' })
  async forget(): Promise<void> {
    const { webhookKeepDays } = this.config;
    const parkedDays = Math.max(PARKED_DAYS, webhookKeepDays);
    while ((await this.inbox.forget('applied', webhookKeepDays, BATCH)) === BATCH);
    while ((await this.inbox.forget('parked', parkedDays, BATCH)) === BATCH);
  }
}
