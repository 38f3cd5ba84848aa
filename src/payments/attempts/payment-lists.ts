import { Injectable } from '@nestjs/common';
import { NotFound } from '../../common/errors/errors.js';
import { Cursors, Page, type PageQuery } from '../../common/http/pagination.js';
import { type OrderAccess, OrdersFacade } from '../../orders/index.js';
import type { OperationKind, PaymentOperation } from '../entities/payment-operation.entity.js';
import { PaymentOperationsRepository } from '../completion/payment-operations.repository.js';
import type { Payment } from '../entities/payment.entity.js';
import { PaymentsRepository } from '../completion/payments.repository.js';

@Injectable()
export class PaymentLists {
  constructor(
    private readonly orders: OrdersFacade,
    private readonly payments: PaymentsRepository,
    private readonly operations: PaymentOperationsRepository,
    private readonly cursors: Cursors,
  ) {}

  /** Oldest first. */
  async ofOrder(orderId: string, access: OrderAccess, query: PageQuery): Promise<Page<Payment>> {
    if (!(await this.orders.canSee(orderId, access))) throw new NotFound('order');
    const list = `payments.of_order:${orderId}`;
    const rows = await this.payments.pageOfOrder(orderId, this.after(list, query), query.limit + 1);
    return this.cursors.page(rows, query.limit, list, ({ id }) => [id]);
  }

  /** Newest first. */
  async ofPayment(paymentId: string, kind: OperationKind, query: PageQuery): Promise<Page<PaymentOperation>> {
    if (!(await this.payments.find(paymentId))) throw new NotFound('payment');
    const list = `payments.${kind}s:${paymentId}`;
    const before = this.after(list, query);
    const rows = await this.operations.pageOfPayment(paymentId, kind, before, query.limit + 1);
    return this.cursors.page(rows, query.limit, list, ({ id }) => [id]);
  }

  /** Refunds that staff have to decide on, oldest first. */
  async refused(query: PageQuery): Promise<Page<PaymentOperation>> {
    const list = 'payments.refused_refunds';
    const rows = await this.operations.refused(this.after(list, query), query.limit + 1);
    return this.cursors.page(rows, query.limit, list, ({ id }) => [id]);
  }

  private after(list: string, { cursor }: PageQuery): string | undefined {
    return this.cursors.decode(list, cursor)?.[0] as string | undefined;
  }
}
