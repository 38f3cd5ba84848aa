import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Forbidden, IllegalTransition, InvalidCursor, NotFound } from '../../common/errors/errors.js';
import { RequirePermission } from '../../common/http/access.decorator.js';
import { BodyLimit } from '../../common/http/body-limit.decorator.js';
import type { Lease } from '../../common/http/idempotency/idempotency.js';
import { IdempotencyLease, Idempotent } from '../../common/http/idempotency/idempotent.decorator.js';
import { ApiPage, type Page, PageQuery } from '../../common/http/pagination.js';
import { CurrentUser, type Principal } from '../../common/http/principal.js';
import { Problems } from '../../common/http/problems.decorator.js';
import { UuidParam } from '../../common/http/uuid-param.js';
import {
  CancellationExceedsOpen,
  OrderItemNotFound,
  OrderNotCancelable,
  PaymentInProgress,
} from '../../orders/index.js';
import { CapturePaymentDto } from '../dto/capture-payment.dto.js';
import { DecideRefundDto } from '../dto/decide-refund.dto.js';
import { PaymentOperationResponse } from '../dto/payment-operation.response.js';
import { PaymentResponse } from '../dto/payment.response.js';
import { RefundPaymentDto } from '../dto/refund-payment.dto.js';
import { ReviewPaymentDto } from '../dto/review-payment.dto.js';
import { PaymentLists } from '../attempts/payment-lists.js';
import { PaymentOperationsService } from './payment-operations.service.js';
import { PaymentReviews } from './payment-reviews.service.js';
import { RefundDecisions } from './refund-decisions.service.js';
import {
  AmountExceedsRemaining,
  CurrencyMismatch,
  PaymentGoesBack,
  RefundNotRefused,
  ReviewNotPossible,
} from '../payments.errors.js';

const ITEM_PROBLEMS = [OrderItemNotFound, CancellationExceedsOpen, OrderNotCancelable] as const;

@ApiTags('payments')
@Controller('payments')
export class PaymentOperationsController {
  constructor(
    private readonly operations: PaymentOperationsService,
    private readonly lists: PaymentLists,
    private readonly reviews: PaymentReviews,
    private readonly decisions: RefundDecisions,
  ) {}

  /**
   * Decide on a payment under review
   *
   * @remarks A confirmed payment counts as the provider shows it. The money of a rejected one goes back.
   */
  @Post(':id/review')
  @HttpCode(200)
  @RequirePermission('payments:write')
  @Idempotent({ required: true, twoPhase: true })
  @Problems(NotFound, IllegalTransition, PaymentInProgress, ReviewNotPossible)
  async reviewPayment(
    @UuidParam('id') paymentId: string,
    @Body() dto: ReviewPaymentDto,
    @CurrentUser() { userId }: Principal,
    @IdempotencyLease() lease?: Lease,
  ): Promise<PaymentResponse> {
    return PaymentResponse.from(await this.reviews.decide(paymentId, dto, userId, lease));
  }

  /**
   * Capture a payment
   *
   * @remarks Takes authorized money: the whole rest, or a part.
   */
  @Post(':id/captures')
  @RequirePermission('payments:write')
  @Idempotent({ required: true, twoPhase: true })
  @Problems(NotFound, IllegalTransition, PaymentGoesBack, AmountExceedsRemaining, CurrencyMismatch)
  async capturePayment(
    @UuidParam('id') paymentId: string,
    @Body() dto: CapturePaymentDto,
    @IdempotencyLease() lease?: Lease,
  ): Promise<PaymentOperationResponse> {
    return PaymentOperationResponse.from(await this.operations.capture(paymentId, dto, lease));
  }

  /**
   * List captures of a payment
   *
   * @remarks Newest first.
   */
  @Get(':id/captures')
  @RequirePermission('payments:read')
  @ApiPage(PaymentOperationResponse)
  @Problems(NotFound, InvalidCursor)
  async listCaptures(
    @UuidParam('id') paymentId: string,
    @Query() query: PageQuery,
  ): Promise<Page<PaymentOperationResponse>> {
    const page = await this.lists.ofPayment(paymentId, 'capture', query);
    return page.map((operation) => PaymentOperationResponse.from(operation));
  }

  /**
   * List refunds that providers refused
   *
   * @remarks Oldest first. Staff have to decide on them.
   */
  @Get('refused-refunds')
  @RequirePermission('payments:read')
  @ApiPage(PaymentOperationResponse)
  @Problems(InvalidCursor)
  async listRefusedRefunds(@Query() query: PageQuery): Promise<Page<PaymentOperationResponse>> {
    const page = await this.lists.refused(query);
    return page.map((operation) => PaymentOperationResponse.from(operation));
  }

  /**
   * Decide on a refused refund
   *
   * @remarks It is asked for again, or the money was returned in another way.
   */
  @Post(':id/refunds/:refundId/decision')
  @RequirePermission('payments:write')
  @Idempotent({ required: true, twoPhase: true })
  @Problems(NotFound, RefundNotRefused, AmountExceedsRemaining)
  async decideRefund(
    @UuidParam('id') paymentId: string,
    @UuidParam('refundId') refundId: string,
    @Body() dto: DecideRefundDto,
    @CurrentUser() { userId }: Principal,
    @IdempotencyLease() lease?: Lease,
  ): Promise<PaymentOperationResponse> {
    return PaymentOperationResponse.from(
      await this.decisions.decide(paymentId, refundId, dto, userId, lease),
    );
  }

  /**
   * Refund a payment
   *
   * @remarks Returns the whole rest, a part, or the value of items, which are canceled with it.
   */
  @Post(':id/refunds')
  @RequirePermission('payments:write')
  @BodyLimit(128)
  @Idempotent({ required: true, twoPhase: true })
  @Problems(NotFound, AmountExceedsRemaining, CurrencyMismatch, PaymentGoesBack, ...ITEM_PROBLEMS)
  async refundPayment(
    @UuidParam('id') paymentId: string,
    @Body() dto: RefundPaymentDto,
    @CurrentUser() user: Principal,
    @IdempotencyLease() lease?: Lease,
  ): Promise<PaymentOperationResponse> {
    if (dto.items && !user.permissions.has('orders:cancel')) throw new Forbidden();
    return PaymentOperationResponse.from(await this.operations.refund(paymentId, dto, user.userId, lease));
  }

  /**
   * List refunds of a payment
   *
   * @remarks Newest first.
   */
  @Get(':id/refunds')
  @RequirePermission('payments:read')
  @ApiPage(PaymentOperationResponse)
  @Problems(NotFound, InvalidCursor)
  async listRefunds(
    @UuidParam('id') paymentId: string,
    @Query() query: PageQuery,
  ): Promise<Page<PaymentOperationResponse>> {
    const page = await this.lists.ofPayment(paymentId, 'refund', query);
    return page.map((operation) => PaymentOperationResponse.from(operation));
  }
}
