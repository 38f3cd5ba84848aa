import { Injectable } from '@nestjs/common';
import { Transaction } from '../common/database/transaction.js';
import { type OrderForPayment, OrdersFacade } from '../orders/index.js';
import { PaymentCompletion } from './payment-completion.js';
import type { PaymentNews } from './payment-news.js';
import { ACTIVE } from './payment-status.js';
import type { Payment } from './entities/payment.entity.js';
import { isKeyFresh } from './providers/key-age.js';
import { ProviderCalls } from './providers/provider-calls.js';

/** Finds out how an open attempt stands, and gives it up when its order wants no money any more. */
@Injectable()
export class AttemptRecovery {
  constructor(
    private readonly transaction: Transaction,
    private readonly orders: OrdersFacade,
    private readonly calls: ProviderCalls,
    private readonly completion: PaymentCompletion,
  ) {}

  async settle(payment: Payment): Promise<void> {
    const order = await this.transaction.run(() => this.orders.lock(payment.orderId));
    const news = await this.ask(payment, order);
    if (news) await this.completion.apply(payment, news);
  }

  private async ask(payment: Payment, order: OrderForPayment): Promise<PaymentNews | undefined> {
    const isOpen = ACTIVE.has(payment.status);
    if (!order.isPayable)
      return isOpen || payment.status === 'review' ? this.calls.cancel(payment) : undefined;
    if (!isOpen) return undefined;
    const wasHeard = payment.providerReference !== null;
    return wasHeard || !isKeyFresh(payment.createdAt)
      ? this.calls.fetch(payment)
      : this.calls.start(payment, order);
  }
}
