import { Injectable } from '@nestjs/common';
import { NotFound } from '../../common/errors/errors.js';
import { type Lease, Idempotency } from '../../common/http/idempotency/idempotency.js';
import { IdempotencyKeyInFlight } from '../../common/http/idempotency/idempotency.errors.js';
import type { PaymentOperation } from '../entities/payment-operation.entity.js';
import type { Payment } from '../entities/payment.entity.js';
import { PaymentOperationsRepository } from '../completion/payment-operations.repository.js';
import { PaymentsRepository } from '../completion/payments.repository.js';
import { ProviderCalls } from '../completion/provider-calls.js';

/** Its money is set aside. */
export interface OperationRequest {
  readonly payment: Payment;
  readonly operation: PaymentOperation;
  /** An interrupted request began it, and may have asked the provider. */
  readonly isLeft?: boolean;
}

/** Their money stays set aside, and a repeated request continues them. */
@Injectable()
export class LeftOperations {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly payments: PaymentsRepository,
    private readonly operations: PaymentOperationsRepository,
    private readonly calls: ProviderCalls,
  ) {}

  /** Returns what an interrupted request left, to send it again under the same key; undefined for a first one. */
  async begin(paymentId: string, lease: Lease | undefined): Promise<OperationRequest | undefined> {
    const isLeft = await this.idempotency.begin(lease);
    if (!isLeft || !lease) return undefined;
    const operation = await this.operations.takeUpLeft(paymentId, lease);
    const payment = await this.payments.find(paymentId);
    if (!payment) throw new NotFound('payment');
    // It has ended, or its key may be forgotten: recovery stores the answer, and no second operation begins.
    if (!operation || !this.calls.remembers(payment, operation.kind, operation.createdAt))
      throw new IdempotencyKeyInFlight();
    return { payment, operation, isLeft: true };
  }
}
