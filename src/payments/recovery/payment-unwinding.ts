import { Injectable } from '@nestjs/common';
import { failpoint } from '../../common/failpoints/failpoint.js';
import { PaymentCompletion } from '../completion/payment-completion.js';
import { PaymentOperationsService } from '../operations/payment-operations.service.js';
import type { Payment } from '../entities/payment.entity.js';
import { PaymentsRepository } from '../completion/payments.repository.js';
import { ProviderCalls } from '../completion/provider-calls.js';

/** Releases what is held, refunds what was captured. */
@Injectable()
export class PaymentUnwinding {
  constructor(
    private readonly calls: ProviderCalls,
    private readonly completion: PaymentCompletion,
    private readonly operations: PaymentOperationsService,
    private readonly payments: PaymentsRepository,
  ) {}

  async unwind(paymentId: string): Promise<void> {
    const payment = await this.payments.find(paymentId);
    // An open capture must end first; its money goes back with the rest.
    if (!payment || payment.capturePending > 0) return;
    if (payment.unwindReason === null) return this.giveBackCanceled(payment);
    const rest = payment.status === 'authorized' ? await this.letGo(payment) : payment;
    if (rest.status !== 'authorized' && rest.refundable > 0) {
      await this.operations.giveBack(rest.id, payment.unwindReason);
    }
  }

  private async giveBackCanceled(payment: Payment): Promise<void> {
    const rest = payment.isHeldInVain ? await this.letGo(payment) : payment;
    if (rest.owed > 0) await this.operations.giveBackCanceled(rest);
  }

  private async letGo(payment: Payment): Promise<Payment> {
    const news = await this.calls.cancel(payment);
    await failpoint('payments.void_answered');
    return this.completion.apply(payment, news);
  }
}
