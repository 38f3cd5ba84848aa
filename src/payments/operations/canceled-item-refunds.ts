import { Injectable } from '@nestjs/common';
import { Transaction } from '../../common/database/transaction.js';
import { NotFound, ValidationFailed } from '../../common/errors/errors.js';
import type { Lease } from '../../common/http/idempotency/idempotency.js';
import { money } from '../../common/money/money.js';
import { OrdersFacade } from '../../orders/index.js';
import type { RefundPaymentDto } from '../dto/refund-payment.dto.js';
import type { Payment } from '../entities/payment.entity.js';
import { LeftOperations, type OperationRequest } from './left-operations.js';
import { operationOn } from './operation-requests.js';
import { PaymentOperationsRepository } from '../completion/payment-operations.repository.js';
import { AmountExceedsRemaining, PaymentGoesBack } from '../payments.errors.js';
import { PaymentsRepository } from '../completion/payments.repository.js';

/** Computed under the locks of order and payment: what was captured beyond what is due, less earlier refunds. */
@Injectable()
export class CanceledItemRefunds {
  constructor(
    private readonly transaction: Transaction,
    private readonly left: LeftOperations,
    private readonly orders: OrdersFacade,
    private readonly payments: PaymentsRepository,
    private readonly operations: PaymentOperationsRepository,
  ) {}

  beginFor(
    paymentId: string,
    staffId: string,
    dto: RefundPaymentDto,
    lease?: Lease,
  ): Promise<OperationRequest> {
    const { amount, items = [], reason } = dto;
    if (amount) throw new ValidationFailed([NOT_BOTH]);
    return this.transaction.run(async () => {
      const left = await this.left.begin(paymentId, lease);
      if (left) return left;
      const known = await this.payments.find(paymentId);
      if (!known) throw new NotFound('payment');
      const order = await this.orders.lock(known.orderId);
      if (known.unwindReason !== null) throw new PaymentGoesBack(known.unwindReason);
      const payment = await this.lock(paymentId);
      const share = await this.orders.cancelItems(order.id, items, staffId, reason);
      payment.heed(money(order.price.amount - share.amount, share.currency));
      return this.setAside(payment, share.amount, reason, lease);
    });
  }

  /** Undefined when nothing is owed, or when all money goes back anyway. */
  begin(paymentId: string, orderId: string): Promise<OperationRequest | undefined> {
    return this.transaction.run(async () => {
      const order = await this.orders.lock(orderId);
      const payment = await this.lock(paymentId);
      payment.heed(order.price);
      if (payment.unwindReason !== null || payment.owed === 0) return undefined;
      return this.setAside(payment, payment.owed, 'Items of the order were canceled.');
    });
  }

  private async setAside(payment: Payment, amount: number, reason: string, lease?: Lease) {
    const operation = operationOn(payment, amount, lease);
    operation.reason = reason;
    operation.isForCanceled = true;
    const isThere = amount > 0 && (await this.payments.setAsideForCanceled(payment, amount));
    if (!isThere) throw new AmountExceedsRemaining(money(payment.owed, payment.currency));
    await this.operations.insert(operation);
    return { payment, operation };
  }

  private async lock(paymentId: string): Promise<Payment> {
    const payment = await this.payments.lock(paymentId);
    if (!payment) throw new NotFound('payment');
    return payment;
  }
}

const NOT_BOTH = {
  path: 'amount',
  code: 'not_with_items',
  message: 'amount must not be given together with items, whose amount the shop knows',
};
