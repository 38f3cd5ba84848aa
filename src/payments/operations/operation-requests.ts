import { Injectable } from '@nestjs/common';
import { Transaction } from '../../common/database/transaction.js';
import { IllegalTransition, NotFound, ValidationFailed } from '../../common/errors/errors.js';
import type { Lease } from '../../common/http/idempotency/idempotency.js';
import { type Money, money } from '../../common/money/money.js';
import { OrdersFacade } from '../../orders/index.js';
import type { CapturePaymentDto } from '../dto/capture-payment.dto.js';
import type { RefundPaymentDto } from '../dto/refund-payment.dto.js';
import { LeftOperations, type OperationRequest } from './left-operations.js';
import { PaymentOperation } from '../entities/payment-operation.entity.js';
import { PaymentOperationsRepository } from '../completion/payment-operations.repository.js';
import type { Payment, UnwindReason } from '../entities/payment.entity.js';
import { AmountExceedsRemaining, CurrencyMismatch, PaymentGoesBack } from '../payments.errors.js';
import { PaymentsRepository } from '../completion/payments.repository.js';

/** A guarded update sets the amount aside, before the provider is asked. */
@Injectable()
export class OperationRequests {
  constructor(
    private readonly transaction: Transaction,
    private readonly left: LeftOperations,
    private readonly payments: PaymentsRepository,
    private readonly operations: PaymentOperationsRepository,
    private readonly orders: OrdersFacade,
  ) {}

  beginCapture(
    paymentId: string,
    dto: CapturePaymentDto,
    lease: Lease | undefined,
  ): Promise<OperationRequest> {
    return this.transaction.run(async () => {
      const left = await this.left.begin(paymentId, lease);
      if (left) return left;
      const payment = await this.lockWithOrder(paymentId);
      if (payment.status !== 'authorized')
        throw new IllegalTransition('payment', payment.status, 'succeeded');
      const operation = operationOn(payment, amountOf(payment, dto.amount, payment.capturable), lease);
      operation.kind = 'capture';
      // Money held beyond what is due was for canceled items; the last capture releases it.
      const isLast = payment.canceledAmount > 0 && payment.capturePending === 0;
      operation.isFinal = dto.isFinal === true || (isLast && operation.amount === payment.capturable);
      if (!(await this.payments.setAsideForCapture(payment, operation.amount))) {
        throw new AmountExceedsRemaining(money(payment.capturable, payment.currency));
      }
      await this.operations.insert(operation);
      return { payment, operation };
    });
  }

  beginRefund(paymentId: string, dto: RefundPaymentDto, lease: Lease | undefined): Promise<OperationRequest> {
    return this.transaction.run(async () => {
      const left = await this.left.begin(paymentId, lease);
      if (left) return left;
      const payment = await this.payments.lock(paymentId);
      if (!payment) throw new NotFound('payment');
      const operation = operationOn(payment, amountOf(payment, dto.amount, payment.refundable), lease);
      operation.reason = dto.reason;
      await this.setAsideForRefund(payment, operation.amount);
      await this.operations.insert(operation);
      return { payment, operation };
    });
  }

  /** Once for each reason. Undefined when that was done, or nothing is left. */
  beginAutomaticRefund(paymentId: string, reason: UnwindReason): Promise<OperationRequest | undefined> {
    return this.transaction.run(async () => {
      // Nobody can ask for less, so what is left must not change before it is set aside.
      const payment = await this.payments.lock(paymentId);
      if (!payment || payment.refundable === 0) return undefined;
      const operation = operationOn(payment, payment.refundable, undefined);
      operation.reason = WORDS[reason];
      operation.automatic = reason;
      if (!(await this.operations.insert(operation))) return undefined;
      await this.setAsideForRefund(payment, operation.amount);
      return { payment, operation };
    });
  }

  /** The value read may be old; the guarded update alone decides. */
  private async setAsideForRefund(payment: Payment, amount: number): Promise<void> {
    if (await this.payments.setAsideForRefund(payment.id, amount)) return;
    throw new AmountExceedsRemaining(money(payment.refundable, payment.currency));
  }

  /** So that no item is canceled meanwhile. */
  private async lockWithOrder(paymentId: string): Promise<Payment> {
    const known = await this.payments.find(paymentId);
    if (!known) throw new NotFound('payment');
    const order = await this.orders.lock(known.orderId);
    const payment = (await this.payments.lock(paymentId))!;
    const reason = payment.unwindReason ?? (order.isOff ? 'order_canceled' : null);
    if (reason !== null && payment.authorizedAmount > 0) throw new PaymentGoesBack(reason);
    payment.heed(order.price);
    return payment;
  }
}

const WORDS: Readonly<Record<UnwindReason, string>> = {
  order_canceled: 'The order was canceled.',
  late_success: 'The order had ended before the money came.',
  duplicate: 'The order was paid already.',
  review_rejected: 'The payment was rejected after its review.',
};

export function operationOn(payment: Payment, amount: number, lease: Lease | undefined): PaymentOperation {
  const operation = new PaymentOperation();
  operation.paymentId = payment.id;
  operation.kind = 'refund';
  operation.currency = payment.currency;
  operation.amount = amount;
  operation.idempotencyScope = lease?.scope ?? null;
  operation.idempotencyKey = lease?.key ?? null;
  return operation;
}

function amountOf(payment: Payment, wanted: Money | undefined, remaining: number): number {
  if (wanted === undefined && remaining <= 0) throw new AmountExceedsRemaining(money(0, payment.currency));
  if (wanted === undefined) return remaining;
  if (wanted.currency !== payment.currency) throw new CurrencyMismatch(payment.currency);
  if (wanted.amount > 0) return wanted.amount;
  const message = 'amount.amount must not be less than 1';
  throw new ValidationFailed([{ path: 'amount.amount', code: 'min', message }]);
}
