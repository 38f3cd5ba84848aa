import { Injectable } from '@nestjs/common';
import { NotFound } from '../../common/errors/errors.js';
import { type Claim, Idempotency } from '../../common/http/idempotency/idempotency.js';
import { IdempotencyKeyInFlight } from '../../common/http/idempotency/idempotency.errors.js';
import type { PaymentOperation } from '../entities/payment-operation.entity.js';
import type { Payment } from '../entities/payment.entity.js';
import { PaymentOperationsRepository } from '../completion/payment-operations.repository.js';
import { PaymentsRepository } from '../completion/payments.repository.js';
import { ProviderCalls } from '../completion/provider-calls.js';

/** A capture or refund that is set aside, and to be asked of the provider. */
export interface OperationRequest {
  readonly payment: Payment;
  readonly operation: PaymentOperation;
  /** An earlier sending of the request has begun it, and may have asked the provider. */
  readonly isLeft?: boolean;
}

/** Captures and refunds whose request broke off: what it has set aside stays so, and its repetition goes on with it. */
@Injectable()
export class LeftOperations {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly payments: PaymentsRepository,
    private readonly operations: PaymentOperationsRepository,
    private readonly calls: ProviderCalls,
  ) {}

  /**
   * Begins a request in its first transaction. Gives what an earlier sending of it has left: that is to be sent under the
   * same key, and nothing is to be set aside anew. Undefined for a first one.
   */
  async begin(paymentId: string, claim: Claim | undefined): Promise<OperationRequest | undefined> {
    const isLeft = await this.idempotency.begin(claim);
    if (!isLeft || !claim) return undefined;
    const operation = await this.operations.takeUpLeft(paymentId, claim);
    const payment = await this.payments.find(paymentId);
    if (!payment) throw new NotFound('payment');
    // It has ended meanwhile, or its key may be forgotten: recovery gives the answer, and a second one is never begun.
    if (!operation || !this.calls.remembers(payment, operation.kind, operation.createdAt))
      throw new IdempotencyKeyInFlight();
    return { payment, operation, isLeft: true };
  }
}
