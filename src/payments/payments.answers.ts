import { Injectable } from '@nestjs/common';
import { type Lease, Idempotency } from '../common/http/idempotency/idempotency.js';
import { PaymentOperationResponse } from './dto/payment-operation.response.js';
import { PaymentResponse } from './dto/payment.response.js';
import type { PaymentOperation } from './entities/payment-operation.entity.js';
import type { OwedAnswer, Payment } from './entities/payment.entity.js';
import type { PaymentStatus } from './payment-status.js';

export type RequestLease = Pick<Lease, 'scope' | 'key'>;

const HTTP_STATUS: Readonly<Record<OwedAnswer, number>> = { started: 201, changed: 200 };

/** As controllers would send them: the request, a webhook or recovery may learn the outcome first. */
@Injectable()
export class PaymentAnswers {
  constructor(private readonly idempotency: Idempotency) {}

  async ofPayment(lease: Lease | undefined, payment: Payment, owed: OwedAnswer): Promise<void> {
    await this.idempotency.complete(lease, HTTP_STATUS[owed], PaymentResponse.from(payment));
  }

  async ofOperation(lease: RequestLease | undefined, operation: PaymentOperation): Promise<void> {
    await this.idempotency.complete(lease, 201, PaymentOperationResponse.from(operation));
  }

  /** With an unchanged status only the request itself may answer. Returns true when no request waits any more. */
  async ofWaiting(payment: Payment, known: PaymentStatus, by: RequestLease | undefined): Promise<boolean> {
    const { lease, owedAnswer } = payment;
    if (!lease) return true;
    const isAbandoned = payment.status === known && !isSame(lease, by);
    const body = PaymentResponse.from(payment);
    const isNew = await this.idempotency.complete(lease, HTTP_STATUS[owedAnswer], body, { isAbandoned });
    return isNew || !isAbandoned;
  }
}

export const isSame = (lease: RequestLease | undefined, other: RequestLease | undefined): boolean =>
  lease?.scope === other?.scope && lease?.key === other?.key;
