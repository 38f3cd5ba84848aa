import { Injectable } from '@nestjs/common';
import { Transaction } from '../../common/database/transaction.js';
import { failpoint } from '../../common/failpoints/failpoint.js';
import { type OrderForPayment, OrdersFacade } from '../../orders/index.js';
import { PaymentCompletion } from '../completion/payment-completion.js';
import type { PaymentNews } from '../completion/payment-news.js';
import { ACTIVE } from '../payment-status.js';
import type { Payment } from '../entities/payment.entity.js';
import { ProviderCalls } from '../completion/provider-calls.js';

/** Also checks held authorizations: they may lapse, and the webhook may be lost. */
@Injectable()
export class AttemptRecovery {
  constructor(
    private readonly transaction: Transaction,
    private readonly orders: OrdersFacade,
    private readonly calls: ProviderCalls,
    private readonly completion: PaymentCompletion,
  ) {}

  async resolve(payment: Payment): Promise<void> {
    if (payment.status === 'authorized') return this.lookAfterHold(payment);
    const isOpen = ACTIVE.has(payment.status);
    if (!isOpen && payment.status !== 'review') return;
    const order = await this.transaction.run(() => this.orders.lock(payment.orderId));
    const isWanted = order.isPayable && !payment.isRejected;
    const news = isWanted ? await this.ask(payment, order) : await this.calls.cancel(payment);
    await failpoint('payments.recovery_asked');
    if (news) await this.completion.apply(payment, news);
  }

  /** A payment that is being released or captured is checked by that step. */
  private async lookAfterHold(payment: Payment): Promise<void> {
    if (payment.unwindReason !== null || payment.hasOpenOperations) return;
    const news = await this.calls.fetch(payment);
    if (news.kind === 'charge') await this.completion.apply(payment, news);
  }

  private ask(payment: Payment, order: OrderForPayment): Promise<PaymentNews | undefined> {
    if (payment.status === 'review') return Promise.resolve(undefined);
    const wasHeard = payment.providerReference !== null;
    if (wasHeard || !this.calls.remembers(payment, 'start', payment.createdAt)) return this.look(payment);
    return this.calls.start(payment, order);
  }

  /** A failed lookup changes nothing at the provider, so a known status stays known. */
  private async look(payment: Payment): Promise<PaymentNews | undefined> {
    const news = await this.calls.look(payment);
    return news.kind === 'unknown' && payment.status !== 'unknown' ? undefined : news;
  }
}
