import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { DescribedTag } from '../../common/http/tag.decorator.js';
import { IllegalTransition, InvalidCursor, NotFound } from '../../common/errors/errors.js';
import { Public } from '../../common/http/access.decorator.js';
import type { Lease } from '../../common/http/idempotency/idempotency.js';
import { IdempotencyLease, Idempotent } from '../../common/http/idempotency/idempotent.decorator.js';
import { ApiPage, type Page, PageQuery } from '../../common/http/pagination.js';
import { Located } from '../../common/http/located.decorator.js';
import { Problems } from '../../common/http/problems.decorator.js';
import { UuidParam } from '../../common/http/uuid-param.js';
import { type OrderAccess, OrderNotPayable, PaymentInProgress, ProvenAccess } from '../../orders/index.js';
import { ConfirmPaymentDto } from '../dto/confirm-payment.dto.js';
import { PaymentResponse } from '../dto/payment.response.js';
import { StartPaymentDto } from '../dto/start-payment.dto.js';
import { PaymentLists } from './payment-lists.js';
import { PaymentMethodNotFound, ProviderNotFound } from '../payments.errors.js';
import { PaymentsService } from './payments.service.js';

@DescribedTag('payments', 'Pay an order, and capture, cancel, refund or review its payments as staff.')
@Controller()
export class PaymentsController {
  constructor(
    private readonly payments: PaymentsService,
    private readonly lists: PaymentLists,
  ) {}

  /** Pay an order */
  @Post('orders/:id/payments')
  @Public()
  @Idempotent({ required: true, twoPhase: true })
  @Problems(NotFound, OrderNotPayable, PaymentInProgress, ProviderNotFound, PaymentMethodNotFound)
  @Located('/payments/{id}')
  async startPayment(
    @UuidParam('id') orderId: string,
    @Body() dto: StartPaymentDto,
    @ProvenAccess('payments:write') access: OrderAccess,
    @IdempotencyLease() lease?: Lease,
  ): Promise<PaymentResponse> {
    return PaymentResponse.from(await this.payments.start(orderId, dto, access, lease));
  }

  /**
   * List payments of an order
   *
   * @remarks Oldest first.
   */
  @Get('orders/:id/payments')
  @Public()
  @ApiPage(PaymentResponse)
  @Problems(NotFound, InvalidCursor)
  async listPayments(
    @UuidParam('id') orderId: string,
    @Query() query: PageQuery,
    @ProvenAccess('payments:read') access: OrderAccess,
  ): Promise<Page<PaymentResponse>> {
    const page = await this.lists.ofOrder(orderId, access, query);
    return page.map((payment) => PaymentResponse.from(payment));
  }

  /** Get a payment */
  @Get('payments/:id')
  @Public()
  @Problems(NotFound)
  async getPayment(
    @UuidParam('id') id: string,
    @ProvenAccess('payments:read') access: OrderAccess,
  ): Promise<PaymentResponse> {
    return PaymentResponse.from(await this.payments.get(id, access));
  }

  /**
   * Continue a payment after the buyer's own step
   *
   * @remarks Such as 3-D Secure or a redirect. The payment has `requires_action` until then.
   */
  @Post('payments/:id/confirmation')
  @HttpCode(200)
  @Public()
  @Idempotent({ twoPhase: true })
  @Problems(NotFound, OrderNotPayable, PaymentInProgress, IllegalTransition)
  async confirmPayment(
    @UuidParam('id') id: string,
    @Body() dto: ConfirmPaymentDto,
    @ProvenAccess('payments:write') access: OrderAccess,
    @IdempotencyLease() lease?: Lease,
  ): Promise<PaymentResponse> {
    return PaymentResponse.from(await this.payments.confirm(id, dto.outcome, access, lease));
  }

  /**
   * Cancel a payment
   *
   * @remarks Only before it has succeeded. After that, another payment of the order can start.
   */
  @Post('payments/:id/cancellation')
  @HttpCode(200)
  @Public()
  @Idempotent({ twoPhase: true })
  @Problems(NotFound, PaymentInProgress, IllegalTransition)
  async cancelPayment(
    @UuidParam('id') id: string,
    @ProvenAccess('payments:write') access: OrderAccess,
    @IdempotencyLease() lease?: Lease,
  ): Promise<PaymentResponse> {
    return PaymentResponse.from(await this.payments.cancel(id, access, lease));
  }
}
