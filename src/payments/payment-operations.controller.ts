import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IllegalTransition, NotFound } from '../common/errors/errors.js';
import { RequirePermission } from '../common/http/access.decorator.js';
import type { Claim } from '../common/http/idempotency/idempotency.js';
import { IdempotencyClaim, Idempotent } from '../common/http/idempotency/idempotent.decorator.js';
import { Problems } from '../common/http/problems.decorator.js';
import { UuidParam } from '../common/http/uuid-param.js';
import { CapturePaymentDto } from './dto/capture-payment.dto.js';
import { PaymentOperationListResponse, PaymentOperationResponse } from './dto/payment-operation.response.js';
import { RefundPaymentDto } from './dto/refund-payment.dto.js';
import { PaymentOperationsService } from './payment-operations.service.js';
import { AmountExceedsRemaining, CurrencyMismatch } from './payments.errors.js';

@ApiTags('payments')
@Controller('payments')
export class PaymentOperationsController {
  constructor(private readonly operations: PaymentOperationsService) {}

  /** Take authorized money, all that is left or a part */
  @Post(':id/captures')
  @RequirePermission('payments:write')
  @Idempotent({ required: true, twoPhase: true })
  @Problems(NotFound, IllegalTransition, AmountExceedsRemaining, CurrencyMismatch)
  capturePayment(
    @UuidParam('id') paymentId: string,
    @Body() dto: CapturePaymentDto,
    @IdempotencyClaim() claim?: Claim,
  ): Promise<PaymentOperationResponse> {
    return this.operations.capture(paymentId, dto, claim);
  }

  /** List the captures that were asked for, newest first */
  @Get(':id/captures')
  @RequirePermission('payments:read')
  @Problems(NotFound)
  listCaptures(@UuidParam('id') paymentId: string): Promise<PaymentOperationListResponse> {
    return this.operations.list(paymentId, 'capture');
  }

  /** Give money back, all that is left or a part */
  @Post(':id/refunds')
  @RequirePermission('payments:write')
  @Idempotent({ required: true, twoPhase: true })
  @Problems(NotFound, AmountExceedsRemaining, CurrencyMismatch)
  refundPayment(
    @UuidParam('id') paymentId: string,
    @Body() dto: RefundPaymentDto,
    @IdempotencyClaim() claim?: Claim,
  ): Promise<PaymentOperationResponse> {
    return this.operations.refund(paymentId, dto, claim);
  }

  /** List refunds, newest first */
  @Get(':id/refunds')
  @RequirePermission('payments:read')
  @Problems(NotFound)
  listRefunds(@UuidParam('id') paymentId: string): Promise<PaymentOperationListResponse> {
    return this.operations.list(paymentId, 'refund');
  }
}
