import { Injectable } from '@nestjs/common';
import { failpoint } from '../../common/failpoints/failpoint.js';
import type { Lease } from '../../common/http/idempotency/idempotency.js';
import type { DecideRefundDto } from '../dto/decide-refund.dto.js';
import type { PaymentOperation } from '../entities/payment-operation.entity.js';
import { PaymentOperationsService } from './payment-operations.service.js';
import { RefusedRefunds } from './refused-refunds.js';

@Injectable()
export class RefundDecisions {
  constructor(
    private readonly refused: RefusedRefunds,
    private readonly operations: PaymentOperationsService,
  ) {}

  async decide(
    paymentId: string,
    refundId: string,
    dto: DecideRefundDto,
    staffId: string,
    lease?: Lease,
  ): Promise<PaymentOperation> {
    if (dto.decision === 'settle') return this.refused.settle(paymentId, refundId, dto, staffId, lease);
    const request = await this.refused.retry(paymentId, refundId, dto, staffId, lease);
    await failpoint('payments.refund_committed');
    return this.operations.carryOutFor(lease, request);
  }
}
