import { ApiProperty } from '@nestjs/swagger';
import { MoneyDto } from '../../common/money/money.dto.js';
import type { PaymentOperation } from '../entities/payment-operation.entity.js';
import { PaymentFailureResponse } from './payment.response.js';

const SHOWN_OPERATION_STATUSES = ['pending', 'succeeded', 'failed'] as const;

export class PaymentOperationResponse {
  /** UUIDv7. */
  @ApiProperty({ format: 'uuid', example: '0199c5a0-7a2b-7e4d-b1c9-5a8e6f3d2c01' })
  id: string;

  /** The payment that it belongs to. */
  @ApiProperty({ format: 'uuid', example: '0199c5a0-6b1e-7c3f-9a53-0d6f3f0f5b11' })
  paymentId: string;

  /** Amount to capture or refund. */
  amount: MoneyDto;

  /** `pending`: the provider has not given a final answer yet; the shop resolves it by itself. */
  @ApiProperty({ enum: SHOWN_OPERATION_STATUSES, example: 'succeeded' })
  status: (typeof SHOWN_OPERATION_STATUSES)[number];

  /** Reason of the refund; null for a capture. */
  @ApiProperty({ type: String, nullable: true, example: 'changed mind' })
  reason: string | null;

  /** Why no money moved; null if it did. */
  @ApiProperty({ type: () => PaymentFailureResponse, nullable: true, example: null })
  failure: PaymentFailureResponse | null;

  /** Whether staff have to decide: the shop owes this refund, and the provider refused it. */
  @ApiProperty({ example: false })
  needsDecision: boolean;

  /** What staff decided. `retry`: asked again. `settle`: the money was returned without the provider. */
  @ApiProperty({ type: String, nullable: true, example: null })
  decision: string | null;

  /** When it was requested. */
  @ApiProperty({ example: '2026-03-01T09:30:00.000Z' })
  createdAt: Date;

  static from(operation: PaymentOperation): PaymentOperationResponse {
    const { id, paymentId, status, reason, failure, createdAt } = operation;
    return {
      id,
      paymentId,
      amount: operation.total,
      status: status === 'sending' ? 'pending' : status,
      reason,
      failure,
      needsDecision: operation.isRefusedForGood,
      decision: operation.decision,
      createdAt,
    };
  }
}
