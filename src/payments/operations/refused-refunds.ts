import { Injectable } from '@nestjs/common';
import { Transaction } from '../../common/database/transaction.js';
import { NotFound } from '../../common/errors/errors.js';
import { type Lease, Idempotency } from '../../common/http/idempotency/idempotency.js';
import { money } from '../../common/money/money.js';
import type { DecideRefundDto } from '../dto/decide-refund.dto.js';
import type { PaymentOperation } from '../entities/payment-operation.entity.js';
import type { Payment } from '../entities/payment.entity.js';
import { LeftOperations, type OperationRequest } from './left-operations.js';
import { operationOn } from './operation-requests.js';
import { PaymentOperationsRepository } from '../completion/payment-operations.repository.js';
import { PaymentAnswers } from '../payments.answers.js';
import { AmountExceedsRemaining, RefundNotRefused } from '../payments.errors.js';
import { PaymentsRepository } from '../completion/payments.repository.js';

/** Staff decide on each one once, and return at most what is left of its payment. */
@Injectable()
export class RefusedRefunds {
  constructor(
    private readonly transaction: Transaction,
    private readonly idempotency: Idempotency,
    private readonly left: LeftOperations,
    private readonly payments: PaymentsRepository,
    private readonly operations: PaymentOperationsRepository,
    private readonly answers: PaymentAnswers,
  ) {}

  /** Sets the money aside for a new refund. */
  retry(paymentId: string, id: string, dto: DecideRefundDto, userId: string, lease?: Lease) {
    return this.transaction.run(async (): Promise<OperationRequest> => {
      const left = await this.left.begin(paymentId, lease);
      if (left) return left;
      const { payment, refund } = await this.decide(paymentId, id, dto, userId);
      const amount = Math.min(refund.amount, payment.refundable);
      const isThere = amount > 0 && (await this.payments.setAsideForRefund(paymentId, amount));
      if (!isThere) throw new AmountExceedsRemaining(money(payment.refundable, payment.currency));
      const operation = operationOn(payment, amount, lease);
      operation.reason = dto.reason;
      operation.retryOf = refund.id;
      await this.operations.insert(operation);
      return { payment, operation };
    });
  }

  /** The buyer got the money in another way. */
  settle(paymentId: string, id: string, dto: DecideRefundDto, userId: string, lease?: Lease) {
    return this.transaction.run(async (): Promise<PaymentOperation> => {
      await this.idempotency.begin(lease);
      const { payment, refund } = await this.decide(paymentId, id, dto, userId);
      await this.payments.settleByHand(paymentId, Math.min(refund.amount, payment.refundable));
      await this.answers.ofOperation(lease, refund);
      return refund;
    });
  }

  private async decide(
    paymentId: string,
    id: string,
    { decision, reason }: DecideRefundDto,
    userId: string,
  ): Promise<{ payment: Payment; refund: PaymentOperation }> {
    const payment = await this.payments.lock(paymentId);
    const refund = payment && (await this.operations.lockRefund(paymentId, id));
    if (!refund) throw new NotFound('refund');
    if (!refund.isRefusedForGood) throw new RefundNotRefused();
    Object.assign(refund, { decision, decidedBy: userId, decisionReason: reason });
    await this.operations.decide(refund);
    return { payment, refund };
  }
}
