import { Injectable } from '@nestjs/common';
import { Job } from '../../common/events/subscribe.decorator.js';
import { PaymentsConfig } from '../payments.config.js';
import { WebhookInboxRepository } from './webhook-inbox.repository.js';

/** Small enough for the statement time-out, whatever the table holds. */
const BATCH = 1_000;

/** Somebody should have looked at them by then. */
const PARKED_DAYS = 365;

/** Forgets providers' events that have done their work, and long after them those that were parked. */
@Injectable()
export class WebhooksRetention {
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
