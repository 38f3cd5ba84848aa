import { Injectable, Logger } from '@nestjs/common';
import { Counter } from 'prom-client';
import { Jobs } from '../../common/events/jobs.js';
import { Job } from '../../common/events/subscribe.decorator.js';
import { Metrics } from '../../common/http/metrics/metrics.js';
import { failpoint } from '../../common/failpoints/failpoint.js';
import { PaymentCompletion } from '../completion/payment-completion.js';
import type { PaymentNews } from '../completion/payment-news.js';
import type { Payment } from '../entities/payment.entity.js';
import { PaymentsRepository } from '../completion/payments.repository.js';
import { ProviderCalls } from '../completion/provider-calls.js';
import { type StoredWebhook, WebhookInboxRepository } from './webhook-inbox.repository.js';
import { APPLY_WEBHOOK_JOB } from './webhooks.service.js';

const PATIENCE_SECONDS = 3 * 24 * 3600;
const LONGEST_WAIT_SECONDS = 6 * 3600;

/** Asks the provider for the current charge, so events may come late, twice and in any order. */
@Injectable()
export class WebhookApplierJobs {
  private readonly logger = new Logger(WebhookApplierJobs.name);
  private readonly parked: Counter<'provider'>;

  constructor(
    private readonly inbox: WebhookInboxRepository,
    private readonly payments: PaymentsRepository,
    private readonly calls: ProviderCalls,
    private readonly completion: PaymentCompletion,
    private readonly jobs: Jobs,
    metrics: Metrics,
  ) {
    this.parked = new Counter({
      name: 'cartwright_payment_webhooks_parked_total',
      help: 'Webhooks of payment providers that could not be applied and wait for staff',
      labelNames: ['provider'],
      registers: [metrics.registry],
    });
  }

  @Job(APPLY_WEBHOOK_JOB, { says: "Applies a payment provider's stored webhook" })
  async apply({ webhookId }: { readonly webhookId: string }): Promise<void> {
    const webhook = await this.inbox.findWaiting(webhookId);
    if (!webhook) return;
    const { provider, chargeKey, chargeReference } = webhook;
    if (chargeKey === null && chargeReference === null) return this.park(webhook, 'It names no charge.');

    const payment = await this.payments.findByCharge(provider, chargeKey, chargeReference);
    // The event may arrive before the answer to the call that caused it.
    if (!payment) return this.tryLater(webhook, 'No payment has this charge.');

    if (contradicts(webhook, payment)) return this.doubt(webhook, payment);
    const news = await this.calls.look(payment);
    if (news.kind === 'unknown') return this.tryLater(webhook, 'The provider could not be asked.');
    await failpoint('payments.webhook_looked_up');
    await this.completion.apply(payment, news);
    await failpoint('payments.webhook_applied');
    await this.inbox.close(webhookId, 'applied');
  }

  private async doubt(webhook: StoredWebhook, payment: Payment): Promise<void> {
    await this.completion.apply(payment, DOUBTFUL);
    await this.park(webhook, 'It speaks of another sum than was asked for.');
  }

  private async park(webhook: StoredWebhook, reason: string): Promise<void> {
    this.logger.warn(`Webhook ${webhook.id} (${webhook.type}) is parked: ${reason}`);
    await this.inbox.close(webhook.id, 'parked', reason);
    this.parked.inc({ provider: webhook.provider });
  }

  private async tryLater(webhook: StoredWebhook, reason: string): Promise<void> {
    const { id, attempts, ageSeconds } = webhook;
    if (ageSeconds > PATIENCE_SECONDS) return this.park(webhook, reason);
    const delaySeconds = Math.min(LONGEST_WAIT_SECONDS, 2 ** Math.min(attempts, 16));
    await this.inbox.countAttempt(id);
    await this.jobs.enqueue(APPLY_WEBHOOK_JOB, { webhookId: id }, { delaySeconds, key: `webhook:${id}` });
  }
}

const DOUBTFUL: PaymentNews = {
  kind: 'doubtful',
  failure: { code: 'mismatch', detail: 'A signed webhook has another amount.' },
};

/** A signed event with another amount than ours is never believed. */
const contradicts = (webhook: StoredWebhook, payment: Payment): boolean =>
  webhook.amount !== null &&
  (webhook.amount !== payment.expectedAmount || webhook.currency !== payment.currency);
