import { Injectable } from '@nestjs/common';
import { Overloaded } from '../../common/errors/errors.js';
import { failpoint } from '../../common/failpoints/failpoint.js';
import type { Lease } from '../../common/http/idempotency/idempotency.js';
import type { ReviewPaymentDto } from '../dto/review-payment.dto.js';
import type { Payment } from '../entities/payment.entity.js';
import { PaymentCompletion } from '../completion/payment-completion.js';
import { PaymentDecisions } from '../completion/payment-decisions.js';
import type { PaymentNews } from '../completion/payment-news.js';
import { PaymentsRepository } from '../completion/payments.repository.js';
import { ProviderCalls } from '../completion/provider-calls.js';

/** A person compares the provider's charge, and confirms or rejects it. */
@Injectable()
export class PaymentReviews {
  constructor(
    private readonly payments: PaymentsRepository,
    private readonly calls: ProviderCalls,
    private readonly decisions: PaymentDecisions,
    private readonly completion: PaymentCompletion,
  ) {}

  async decide(id: string, dto: ReviewPaymentDto, userId: string, lease?: Lease): Promise<Payment> {
    const seen = await this.look(id);
    const by = { userId, reason: dto.reason, lease };
    if (dto.decision === 'confirm') return this.decisions.confirm(id, seen, by);
    const payment = await this.decisions.reject(id, seen, by);
    await failpoint('payments.rejection_committed');
    const news = await this.calls.cancel(payment);
    await failpoint('payments.rejection_answered');
    return this.completion.applyFor(lease, payment, news);
  }

  /** Undefined for a payment that is not under review; the status is checked again under its lock. */
  private async look(id: string): Promise<PaymentNews | undefined> {
    const payment: Payment | null = await this.payments.find(id);
    if (payment?.status !== 'review') return undefined;
    const news = await this.calls.fetch(payment);
    if (news.kind === 'unknown') throw new Overloaded('The payment provider cannot be asked now.', 5);
    return news;
  }
}
