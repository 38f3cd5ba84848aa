import { Injectable } from '@nestjs/common';
import { Transaction } from '../../common/database/transaction.js';
import { IllegalTransition, NotFound } from '../../common/errors/errors.js';
import { failpoint } from '../../common/failpoints/failpoint.js';
import { type Lease, Idempotency } from '../../common/http/idempotency/idempotency.js';
import { IdempotencyKeyInFlight } from '../../common/http/idempotency/idempotency.errors.js';
import {
  type OrderAccess,
  type OrderForPayment,
  OrderNotPayable,
  OrdersFacade,
  PaymentInProgress,
} from '../../orders/index.js';
import type { StartPaymentDto } from '../dto/start-payment.dto.js';
import { isSame, PaymentAnswers } from '../payments.answers.js';
import { type PaymentStatus, SECURED } from '../payment-status.js';
import { Payment } from '../entities/payment.entity.js';
import { PaymentsRepository } from '../completion/payments.repository.js';
import { ProviderCalls } from '../completion/provider-calls.js';

interface Step {
  readonly payment: Payment;
  /** The provider need not be asked. */
  readonly isDone: boolean;
}

/** Commits the intent before the provider is asked, so a crash never leaves money without a row. */
@Injectable()
export class PaymentAttempts {
  constructor(
    private readonly transaction: Transaction,
    private readonly idempotency: Idempotency,
    private readonly orders: OrdersFacade,
    private readonly payments: PaymentsRepository,
    private readonly calls: ProviderCalls,
    private readonly answers: PaymentAnswers,
  ) {}

  begin(orderId: string, dto: StartPaymentDto, access: OrderAccess, lease: Lease | undefined) {
    return this.transaction.run(async () => {
      const isLeft = await this.idempotency.begin(lease);
      const order = await this.orders.lockForPayment(orderId, access);
      if (isLeft) return this.takeUp(await this.payments.findLeft(orderId, lease), order);
      if (!order.isPayable) throw new OrderNotPayable(order.status);
      if (order.isPaymentUnderWay) throw new PaymentInProgress();

      const payment = attemptFor(order, dto);
      await this.payments.insert(payment, lease);
      await this.orders.paymentProcessing(orderId);
      await failpoint('payments.start_written');
      return { payment, order };
    });
  }

  beginConfirmation(id: string, access: OrderAccess, lease: Lease | undefined): Promise<Step> {
    return this.step(id, access, lease, (payment, order) => {
      if (SECURED.has(payment.status) || payment.status === 'processing') return true;
      refuseWhileAsked(payment.status);
      if (payment.status !== 'requires_action')
        throw new IllegalTransition('payment', payment.status, 'processing');
      if (!order.isPayable) throw new OrderNotPayable(order.status);
      return false;
    });
  }

  beginCancellation(id: string, access: OrderAccess, lease: Lease | undefined): Promise<Step> {
    return this.step(id, access, lease, ({ status }) => {
      if (status === 'canceled' || status === 'failed') return true;
      refuseWhileAsked(status);
      if (SECURED.has(status) || status === 'review')
        throw new IllegalTransition('payment', status, 'canceled');
      return false;
    });
  }

  private async takeUp(left: Payment | null, order: OrderForPayment) {
    // The attempt has ended, its order no longer wants it, or its key may be forgotten: recovery stores the answer.
    if (!left || !order.isPayable || !this.calls.remembers(left, 'start', left.createdAt))
      throw new IdempotencyKeyInFlight();
    await this.payments.askAgain(left.id);
    return { payment: left, order };
  }

  /** `isDone` checks the locked payment, and throws when the step is not allowed. */
  private step(
    id: string,
    access: OrderAccess,
    lease: Lease | undefined,
    isDone: (payment: Payment, order: OrderForPayment) => boolean,
  ): Promise<Step> {
    return this.transaction.run(async () => {
      const isLeft = await this.idempotency.begin(lease);
      const known = await this.payments.find(id);
      if (!known) throw new NotFound('payment');
      const order = await this.orders.lockForPayment(known.orderId, access);
      const payment = await this.payments.lock(id);
      if (!payment) throw new NotFound('payment');

      // Recovery was faster and has stored the answer.
      if (isLeft && !isSame(payment.lease, lease)) throw new IdempotencyKeyInFlight();
      if (isDone(payment, order)) {
        await this.answers.ofPayment(lease, payment, 'changed');
        return { payment, isDone: true };
      }
      // The answer belongs to another request, whose place this one would take.
      if (payment.lease && !isLeft) throw new PaymentInProgress();
      await this.payments.expectAnswer(id, lease);
      return { payment, isDone: false };
    });
  }
}

function attemptFor(order: OrderForPayment, { provider, paymentMethod }: StartPaymentDto): Payment {
  const payment = new Payment();
  payment.orderId = order.id;
  payment.provider = provider;
  payment.method = paymentMethod ?? null;
  payment.amount = order.due.amount;
  payment.currency = order.due.currency;
  return payment;
}

function refuseWhileAsked(status: PaymentStatus): void {
  if (status === 'sending' || status === 'unknown') throw new PaymentInProgress();
}
