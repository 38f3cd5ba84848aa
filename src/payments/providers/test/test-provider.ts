import { Injectable } from '@nestjs/common';
import type { IncomingHttpHeaders } from 'node:http';
import type {
  CaptureRequest,
  ChargeHandle,
  ChargeRequest,
  ConfirmOutcome,
  Failure,
  PaymentProvider,
  ProviderAnswer,
  ProviderEvent,
  RefundRequest,
} from '../payment-provider.js';
import { Books } from './books.js';
import { chargeOf } from './charge.js';
import { isMethod, methodNamed, METHODS, STANDARD_METHOD } from './methods.js';
import { TestProviderConfig } from './test-provider.config.js';
import { PaymentAdapter } from '../payment-adapter.decorator.js';
import { readEvent } from './webhook-event.js';
import { WebhookScheduler } from './webhook-scheduler.js';
import { checkSignature, SIGNATURE_HEADER } from './webhook-signature.js';

const TOO_MUCH: Failure = {
  code: 'amount_too_large',
  detail: 'The amount is more than what is left of the charge.',
};

/** Moves no real money, but keeps books, signs webhooks and loses answers like the real ones. */
@PaymentAdapter()
@Injectable()
export class TestProvider implements PaymentProvider {
  readonly name = 'test';
  readonly methods = Object.keys(METHODS);

  constructor(
    private readonly books: Books,
    private readonly scheduler: WebhookScheduler,
    private readonly config: TestProviderConfig,
  ) {}

  get isEnabled(): boolean {
    return this.config.isEnabled;
  }

  async check(): Promise<readonly string[]> {
    return [];
  }

  /** Its books never forget; Stripe forgets after a day. */
  keyLifeMs(): number {
    return 24 * 3_600_000;
  }

  async start({ key, orderId, amount, method }: ChargeRequest): Promise<ProviderAnswer> {
    const name = method !== undefined && isMethod(method) ? method : STANDARD_METHOD;
    const { status, settlesAs, isAnswerLost } = methodNamed(name);
    const { delayMs } = this.config;
    const isNew = await this.books.open({ key, orderId, amount, method: name, status, settlesAs, delayMs });
    if (isNew && settlesAs) this.scheduler.wakeIn(delayMs);
    if (isNew && isAnswerLost === true)
      throw new Error('The answer was lost on its way, as it was asked to be');
    return this.find(key);
  }

  async confirm(handle: ChargeHandle, outcome: ConfirmOutcome = 'success'): Promise<ProviderAnswer> {
    await this.books.confirm(handle.key, outcome === 'success');
    return this.find(handle.key);
  }

  async capture(handle: ChargeHandle, { key, amount, isFinal }: CaptureRequest): Promise<ProviderAnswer> {
    const isDone = await this.books.capture(handle.key, key, amount.amount, isFinal);
    return isDone ? this.find(handle.key) : { kind: 'refused', failure: TOO_MUCH };
  }

  async cancel(handle: ChargeHandle): Promise<ProviderAnswer> {
    await this.books.cancel(handle.key, handle.amount);
    return this.find(handle.key);
  }

  async refund(handle: ChargeHandle, { key, amount }: RefundRequest): Promise<ProviderAnswer> {
    const isDone = await this.books.refund(handle.key, key, amount.amount);
    return isDone ? this.find(handle.key) : { kind: 'refused', failure: TOO_MUCH };
  }

  fetch({ key }: ChargeHandle): Promise<ProviderAnswer> {
    return this.find(key);
  }

  async readWebhook(bytes: Buffer, headers: IncomingHttpHeaders): Promise<ProviderEvent> {
    checkSignature(bytes, headers[SIGNATURE_HEADER], this.config.webhookSecrets);
    return readEvent(bytes);
  }

  private async find(key: string): Promise<ProviderAnswer> {
    const found = await this.books.find(key);
    return found ? { kind: 'charge', charge: chargeOf(found) } : { kind: 'absent' };
  }
}
