import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { ProviderCharge } from '../payment-provider.js';
import { Books } from './books.js';
import { chargeOf } from './charge.js';
import { type DueWebhook, OutgoingWebhooks } from './outgoing-webhooks.js';
import { TestProviderConfig } from './test-provider.config.js';
import { writeEvent } from './webhook-event.js';
import { SIGNATURE_HEADER, signWebhook } from './webhook-signature.js';
import { WebhookTransport } from './webhook-transport.js';

const BATCH = 20;
/** Finds what an ended process left. */
const LONGEST_SLEEP_MS = 30_000;
const FIRST_LOOK_MS = 1_000;

/** Webhooks stand in the books, so a restart loses none. */
@Injectable()
export class WebhookScheduler implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(WebhookScheduler.name);
  private timer?: NodeJS.Timeout;
  private wakesAt = Number.POSITIVE_INFINITY;
  private running: Promise<void> = Promise.resolve();
  private isStopped = false;

  constructor(
    private readonly books: Books,
    private readonly webhooks: OutgoingWebhooks,
    private readonly transport: WebhookTransport,
    private readonly config: TestProviderConfig,
  ) {}

  onApplicationBootstrap(): void {
    this.wakeIn(FIRST_LOOK_MS);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  wakeIn(milliseconds: number): void {
    const at = performance.now() + milliseconds;
    if (this.isStopped || !this.transport.canDeliver || at >= this.wakesAt) return;
    clearTimeout(this.timer);
    this.wakesAt = at;
    this.timer = setTimeout(() => this.wake(), milliseconds).unref();
  }

  private wake(): void {
    this.wakesAt = Number.POSITIVE_INFINITY;
    this.running = this.running
      .then(() => this.deliverDue())
      .catch((error: unknown) => this.retryLater(error));
  }

  private async deliverDue(): Promise<void> {
    for (const webhook of await this.webhooks.due(BATCH)) {
      await this.deliver(webhook).catch((error: unknown) =>
        this.logger.debug(`Not delivered: ${String(error)}`),
      );
    }
    this.wakeIn(Math.min(LONGEST_SLEEP_MS, (await this.webhooks.untilNext()) ?? LONGEST_SLEEP_MS));
  }

  private async deliver({ id, chargeKey }: DueWebhook): Promise<void> {
    const found = await this.books.find(chargeKey);
    if (found && (await this.send(id, chargeOf(found)))) await this.webhooks.delivered(id);
  }

  private send(id: string, charge: ProviderCharge): Promise<boolean> {
    const bytes = writeEvent(id, charge);
    const signature = signWebhook(bytes, this.config.webhookSecret, Math.floor(Date.now() / 1000));
    return this.transport.deliver(bytes, {
      'content-type': 'application/json',
      [SIGNATURE_HEADER]: signature,
    });
  }

  private retryLater(error: unknown): void {
    if (this.isStopped) return;
    this.logger.warn(`The books cannot be read now: ${String(error)}`);
    this.wakeIn(LONGEST_SLEEP_MS);
  }
}
