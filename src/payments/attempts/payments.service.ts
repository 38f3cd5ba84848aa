import { Injectable } from '@nestjs/common';
import { NotFound } from '../../common/errors/errors.js';
import { failpoint } from '../../common/failpoints/failpoint.js';
import type { Lease } from '../../common/http/idempotency/idempotency.js';
import { type OrderAccess, OrdersFacade } from '../../orders/index.js';
import type { StartPaymentDto } from '../dto/start-payment.dto.js';
import type { Payment } from '../entities/payment.entity.js';
import { PaymentAttempts } from './payment-attempts.js';
import { PaymentCompletion } from '../completion/payment-completion.js';
import { PaymentMethodNotFound, ProviderNotFound } from '../payments.errors.js';
import { PaymentsRepository } from '../completion/payments.repository.js';
import type { ConfirmOutcome } from '../providers/payment-provider.js';
import { ProviderCalls } from '../completion/provider-calls.js';

/** Each step is written down, then sent to the provider, then completed. */
@Injectable()
export class PaymentsService {
  constructor(
    private readonly attempts: PaymentAttempts,
    private readonly calls: ProviderCalls,
    private readonly completion: PaymentCompletion,
    private readonly payments: PaymentsRepository,
    private readonly orders: OrdersFacade,
  ) {}

  async start(orderId: string, dto: StartPaymentDto, access: OrderAccess, lease?: Lease): Promise<Payment> {
    const accepts = this.calls.accepts(dto.provider, dto.paymentMethod);
    if (accepts === undefined) throw new ProviderNotFound('provider');
    if (!accepts) throw new PaymentMethodNotFound('paymentMethod');

    const { payment, order } = await this.attempts.begin(orderId, dto, access, lease);
    await failpoint('payments.start_committed');
    const news = await this.calls.start(payment, order);
    await failpoint('payments.start_answered');
    return this.completion.applyFor(lease, payment, news);
  }

  async confirm(
    id: string,
    outcome: ConfirmOutcome | undefined,
    access: OrderAccess,
    lease?: Lease,
  ): Promise<Payment> {
    const { payment, isDone } = await this.attempts.beginConfirmation(id, access, lease);
    if (isDone) return payment;
    await failpoint('payments.confirmation_committed');
    const news = await this.calls.confirm(payment, outcome);
    await failpoint('payments.confirmation_answered');
    return this.completion.applyFor(lease, payment, news);
  }

  /** When the money came meanwhile, the payment shows it. */
  async cancel(id: string, access: OrderAccess, lease?: Lease): Promise<Payment> {
    const { payment, isDone } = await this.attempts.beginCancellation(id, access, lease);
    if (isDone) return payment;
    await failpoint('payments.cancellation_committed');
    const news = await this.calls.cancel(payment);
    await failpoint('payments.cancellation_answered');
    return this.completion.applyFor(lease, payment, news);
  }

  async get(id: string, access: OrderAccess): Promise<Payment> {
    const payment = await this.payments.find(id);
    if (!payment || !(await this.orders.canSee(payment.orderId, access))) throw new NotFound('payment');
    return payment;
  }
}
