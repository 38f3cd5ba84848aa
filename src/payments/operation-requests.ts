import { Injectable } from '@nestjs/common';
import { Transaction } from '../common/database/transaction.js';
import { IllegalTransition, NotFound, ValidationFailed } from '../common/errors/errors.js';
import { type Claim, Idempotency } from '../common/http/idempotency/idempotency.js';
import { type Money, money } from '../common/money/money.js';
import { OrdersFacade } from '../orders/index.js';
import type { CapturePaymentDto } from './dto/capture-payment.dto.js';
import type { RefundPaymentDto } from './dto/refund-payment.dto.js';
import { PaymentOperation } from './entities/payment-operation.entity.js';
import { PaymentOperationsRepository } from './payment-operations.repository.js';
import type { Payment, UnwindReason } from './entities/payment.entity.js';
import { AmountExceedsRemaining, CurrencyMismatch } from './payments.errors.js';
import { LEASE_SECONDS, PaymentsRepository } from './payments.repository.js';

interface Request {
  readonly payment: Payment;
  readonly operation: PaymentOperation;
}

/**
 * The first transaction of a capture or refund: the amount is set aside by a guarded update, then committed.
 */
@Injectable()
export class OperationRequests {
  constructor(
    private readonly transaction: Transaction,
    private readonly idempotency: Idempotency,
    private readonly payments: PaymentsRepository,
    private readonly operations: PaymentOperationsRepository,
    private readonly orders: OrdersFacade,
  ) {}

  beginCapture(paymentId: string, dto: CapturePaymentDto, claim: Claim | undefined): Promise<Request> {
    return this.transaction.run(async () => {
      await this.idempotency.begin(claim, LEASE_SECONDS);
      await this.refuseForDeadOrder(await this.get(paymentId));
      const payment = await this.get(paymentId);
      if (payment.status !== 'authorized')
        throw new IllegalTransition('payment', payment.status, 'succeeded');
      if (payment.unwindReason !== null) throw new IllegalTransition('payment', 'given back', 'succeeded');
      const operation = operationOn(payment, amountOf(payment, dto.amount, payment.capturable), claim);
      operation.kind = 'capture';
      operation.isFinal = dto.isFinal === true;
      if (!(await this.payments.setAsideForCapture(paymentId, operation.amount))) {
        throw new AmountExceedsRemaining(money(payment.capturable, payment.currency));
      }
      await this.operations.insert(operation);
      return { payment, operation };
    });
  }

  beginRefund(paymentId: string, dto: RefundPaymentDto, claim: Claim | undefined): Promise<Request> {
    return this.transaction.run(async () => {
      await this.idempotency.begin(claim, LEASE_SECONDS);
      const payment = await this.get(paymentId);
      const operation = operationOn(payment, amountOf(payment, dto.amount, payment.refundable), claim);
      operation.reason = dto.reason;
      await this.setAsideForRefund(payment, operation.amount);
      await this.operations.insert(operation);
      return { payment, operation };
    });
  }

  /**
   * All that is left goes back, once for each reason. Undefined when it did already, or when nothing is left.
   */
  beginAutomaticRefund(paymentId: string, reason: UnwindReason): Promise<Request | undefined> {
    return this.transaction.run(async () => {
      // Nobody is there to ask for less, so what is left must not change between reading and setting aside.
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

  /** The money of an order that is off goes back, though its payment may not have heard of it yet. */
  private async refuseForDeadOrder({ orderId }: Payment): Promise<void> {
    const { status } = await this.orders.lock(orderId);
    if (status === 'canceled' || status === 'expired') throw new IllegalTransition('order', status, 'paid');
  }

  /** What was read may be old; the guarded update alone decides. */
  private async setAsideForRefund(payment: Payment, amount: number): Promise<void> {
    if (await this.payments.setAsideForRefund(payment.id, amount)) return;
    throw new AmountExceedsRemaining(money(payment.refundable, payment.currency));
  }

  private async get(paymentId: string): Promise<Payment> {
    const payment = await this.payments.find(paymentId);
    if (!payment) throw new NotFound('payment');
    return payment;
  }
}

const WORDS: Readonly<Record<UnwindReason, string>> = {
  order_canceled: 'The order was canceled.',
  late_success: 'The order had ended before the money came.',
  duplicate: 'The order was paid already.',
  review_rejected: 'The payment was rejected after its review.',
};

function operationOn(payment: Payment, amount: number, claim: Claim | undefined): PaymentOperation {
  const operation = new PaymentOperation();
  operation.paymentId = payment.id;
  operation.kind = 'refund';
  operation.currency = payment.currency;
  operation.amount = amount;
  operation.idempotencyScope = claim?.scope ?? null;
  operation.idempotencyKey = claim?.key ?? null;
  return operation;
}

/** The amount that is asked for, or all that is left. */
function amountOf(payment: Payment, wanted: Money | undefined, remaining: number): number {
  if (wanted === undefined && remaining <= 0) throw new AmountExceedsRemaining(money(0, payment.currency));
  if (wanted === undefined) return remaining;
  if (wanted.currency !== payment.currency) throw new CurrencyMismatch(payment.currency);
  if (wanted.amount > 0) return wanted.amount;
  const message = 'amount.amount must not be less than 1';
  throw new ValidationFailed([{ path: 'amount.amount', code: 'min', message }]);
}
