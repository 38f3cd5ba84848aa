import { Injectable } from '@nestjs/common';
import { failpoint } from '../../common/failpoints/failpoint.js';
import type { Lease } from '../../common/http/idempotency/idempotency.js';
import { CanceledItemRefunds } from './canceled-item-refunds.js';
import type { CapturePaymentDto } from '../dto/capture-payment.dto.js';
import type { RefundPaymentDto } from '../dto/refund-payment.dto.js';
import type { OperationRequest } from './left-operations.js';
import { OperationRequests } from './operation-requests.js';
import { isMismatch, type PaymentNews } from '../completion/payment-news.js';
import { PaymentCompletion } from '../completion/payment-completion.js';
import type { PaymentOperation } from '../entities/payment-operation.entity.js';
import { PaymentOperationsRepository } from '../completion/payment-operations.repository.js';
import type { Payment, UnwindReason } from '../entities/payment.entity.js';
import { ProviderCalls } from '../completion/provider-calls.js';

/** Money is set aside, the provider is asked, the outcome is recorded. */
@Injectable()
export class PaymentOperationsService {
  constructor(
    private readonly requests: OperationRequests,
    private readonly calls: ProviderCalls,
    private readonly completion: PaymentCompletion,
    private readonly operations: PaymentOperationsRepository,
    private readonly canceled: CanceledItemRefunds,
  ) {}

  async capture(paymentId: string, dto: CapturePaymentDto, lease?: Lease): Promise<PaymentOperation> {
    const request = await this.requests.beginCapture(paymentId, dto, lease);
    await failpoint('payments.capture_committed');
    return this.carryOutFor(lease, request);
  }

  /** Cancels the items first, if the request names some. */
  async refund(paymentId: string, dto: RefundPaymentDto, staffId: string, lease?: Lease) {
    const request = dto.items
      ? await this.canceled.beginFor(paymentId, staffId, dto, lease)
      : await this.requests.beginRefund(paymentId, dto, lease);
    await failpoint('payments.refund_committed');
    return this.carryOutFor(lease, request);
  }

  /** Once for each reason. */
  async giveBack(paymentId: string, reason: UnwindReason): Promise<void> {
    const request = await this.requests.beginAutomaticRefund(paymentId, reason);
    if (!request) return;
    await failpoint('payments.give_back_committed');
    await this.carryOut(request.payment, request.operation);
  }

  /** Each part once. */
  async giveBackCanceled({ id, orderId }: Payment): Promise<void> {
    const request = await this.canceled.begin(id, orderId);
    if (!request) return;
    await failpoint('payments.give_back_canceled_committed');
    await this.carryOut(request.payment, request.operation);
  }

  /** Can be repeated: the operation's id is the key. */
  async carryOut(payment: Payment, operation: PaymentOperation): Promise<void> {
    const news = await this.ask(payment, operation);
    await this.completion.apply(payment, news, operation.id);
    await this.lookAfterRefusal(payment, operation, news);
  }

  async carryOutFor(lease: Lease | undefined, { payment, operation, isLeft }: OperationRequest) {
    if (!lease) {
      await this.carryOut(payment, operation);
      return this.operations.get(operation.id);
    }
    const doubt = isLeft === true ? await this.doubtAbout(payment) : undefined;
    const news = doubt ?? (await this.ask(payment, operation));
    const answered = await this.completion.applyOperationFor(operation, payment, news);
    await this.lookAfterRefusal(payment, operation, news);
    return answered;
  }

  /** A refused capture may be the first sign that the provider no longer holds the money. */
  private async lookAfterRefusal(payment: Payment, { kind }: PaymentOperation, news: PaymentNews) {
    if (kind !== 'capture' || news.kind !== 'refused') return;
    const seen = await this.calls.fetch(payment);
    await failpoint('payments.refusal_looked_up');
    if (seen.kind === 'charge') await this.completion.apply(payment, seen);
  }

  /** Time has passed: the charge may be in doubt by now. */
  private async doubtAbout(payment: Payment): Promise<PaymentNews | undefined> {
    const seen = await this.calls.fetch(payment);
    if (seen.kind === 'charge') return isMismatch(payment, seen.charge) ? seen : undefined;
    return seen.kind === 'doubtful' ? seen : { kind: 'unknown' };
  }

  private async ask(payment: Payment, operation: PaymentOperation): Promise<PaymentNews> {
    const news = await this.calls.carryOut(payment, operation);
    await failpoint('payments.operation_answered');
    return news;
  }
}
