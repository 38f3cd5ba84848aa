import { Injectable, Logger } from '@nestjs/common';
import type { IncomingHttpHeaders } from 'node:http';
import { Transaction } from '../../common/database/transaction.js';
import { DomainError } from '../../common/errors/domain-error.js';
import { NotFound, Overloaded } from '../../common/errors/errors.js';
import { within } from '../../common/waiting.js';
import type { OrderForPayment } from '../../orders/index.js';
import { isMismatch, type PaymentNews } from './payment-news.js';
import type { PaymentOperation } from '../entities/payment-operation.entity.js';
import { ACTIVE } from '../payment-status.js';
import type { Payment } from '../entities/payment.entity.js';
import { InvalidWebhook } from '../payments.errors.js';
import { PaymentsConfig } from '../payments.config.js';
import { failure } from '../providers/failures.js';
import type {
  ConfirmOutcome,
  Failure,
  KeyedCall,
  PaymentProvider,
  ProviderAnswer,
  ProviderEvent,
} from '../providers/payment-provider.js';
import { ProviderRegistry } from '../providers/provider-registry.js';

type Call = (provider: PaymentProvider, signal: AbortSignal) => Promise<ProviderAnswer>;

/** Clocks differ and requests take time. */
const KEY_MARGIN_MS = 3_600_000;

const NOT_RECEIVED = failure('not_received');
const GONE: Failure = { code: 'gone', detail: 'The provider no longer knows this charge.' };

/** Each call within its time limit, and never inside a transaction, which would hold locks. */
@Injectable()
export class ProviderCalls {
  private readonly logger = new Logger(ProviderCalls.name);

  constructor(
    private readonly registry: ProviderRegistry,
    private readonly transaction: Transaction,
    private readonly config: PaymentsConfig,
  ) {}

  /** Undefined when the shop has no such provider. */
  accepts(provider: string, method: string | undefined): boolean | undefined {
    const methods = this.registry.find(provider)?.methods;
    return methods && (method === undefined || methods.includes(method));
  }

  /** Whether a call with a key of this age can be repeated without acting twice. */
  remembers({ provider }: Payment, call: KeyedCall, usedFirstAt: Date): boolean {
    const lifeMs = this.registry.find(provider)?.keyLifeMs(call) ?? 0;
    return Date.now() - usedFirstAt.getTime() < lifeMs - KEY_MARGIN_MS;
  }

  async readWebhook(
    name: string,
    bytes: Buffer | undefined,
    headers: IncomingHttpHeaders,
  ): Promise<ProviderEvent> {
    const provider = this.registry.find(name);
    if (!provider) throw new NotFound('payment provider');
    if (!bytes) throw new InvalidWebhook();
    try {
      return await this.withinTime((signal) => provider.readWebhook(bytes, headers, signal));
    } catch (error) {
      if (error instanceof DomainError) throw error;
      this.logger.warn(`A webhook of ${name} could not be checked: ${String(error)}`);
      throw new Overloaded('The webhook cannot be checked now.', 5);
    }
  }

  /** Also repeats a start: the key is the same. */
  start(payment: Payment, order: OrderForPayment): Promise<PaymentNews> {
    const { handle, method } = payment;
    const { id, number, email } = order;
    const request = { ...handle, method: method ?? undefined, orderId: id, orderNumber: number, email };
    return this.ask(payment, (provider, signal) => provider.start(request, signal));
  }

  async confirm(payment: Payment, outcome: ConfirmOutcome | undefined): Promise<PaymentNews> {
    const news = await this.ask(payment, (provider, signal) =>
      provider.confirm(payment.handle, outcome, signal),
    );
    return news.kind === 'refused' ? this.fetch(payment) : news;
  }

  async cancel(payment: Payment): Promise<PaymentNews> {
    const news = await this.ask(payment, (provider, signal) => provider.cancel(payment.handle, signal));
    return news.kind === 'refused' ? this.fetch(payment) : news;
  }

  /** Fetches an attempt, and takes the money if the buyer has agreed and did not come back to the shop. */
  async look(payment: Payment): Promise<PaymentNews> {
    const news = await this.fetch(payment);
    if (news.kind !== 'charge' || news.charge.isApproved !== true) return news;
    const isWanted = ACTIVE.has(payment.status) && !isMismatch(payment, news.charge);
    return isWanted ? this.confirm(payment, undefined) : news;
  }

  fetch(payment: Payment): Promise<PaymentNews> {
    return this.ask(payment, (provider, signal) => provider.fetch(payment.handle, signal));
  }

  carryOut(payment: Payment, { id, kind, total, isFinal }: PaymentOperation): Promise<PaymentNews> {
    return this.ask(payment, (provider, signal) =>
      kind === 'refund'
        ? provider.refund(payment.handle, { key: id, amount: total }, signal)
        : provider.capture(payment.handle, { key: id, amount: total, isFinal }, signal),
    );
  }

  /** Everything but an answer is an unknown outcome. */
  private async ask(payment: Payment, call: Call): Promise<PaymentNews> {
    if (this.transaction.isRunning)
      throw new Error('A provider is asked between transactions, never inside one');
    try {
      const provider = this.registry.find(payment.provider);
      if (!provider) throw new Error('the provider is turned off');
      return newsOf(payment, await this.withinTime((signal) => call(provider, signal)));
    } catch (error) {
      this.logger.warn(
        `The outcome of a call to ${payment.provider} for ${payment.id} is unknown: ${String(error)}`,
      );
      return { kind: 'unknown' };
    }
  }

  /** Stops waiting even when the adapter ignores its signal. */
  private withinTime<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { providerTimeoutMs } = this.config;
    const controller = new AbortController();
    return within(providerTimeoutMs, work(controller.signal), () => {
      controller.abort();
      throw new Error(`no answer within ${providerTimeoutMs} ms`);
    });
  }
}

function newsOf(payment: Payment, answer: ProviderAnswer): PaymentNews {
  if (answer.kind !== 'absent') return answer;
  return payment.providerReference === null
    ? { kind: 'refused', failure: NOT_RECEIVED }
    : { kind: 'doubtful', failure: GONE };
}
