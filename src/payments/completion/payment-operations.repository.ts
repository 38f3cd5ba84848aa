import { Injectable } from '@nestjs/common';
import { In, LessThan, Not } from 'typeorm';
import { Transaction } from '../../common/database/transaction.js';
import { ProcessSession } from '../../common/events/process-session.js';
import type { Lease } from '../../common/http/idempotency/idempotency.js';
import { Payment } from '../entities/payment.entity.js';
import { type OperationKind, PaymentOperation } from '../entities/payment-operation.entity.js';

@Injectable()
export class PaymentOperationsRepository {
  constructor(
    private readonly transaction: Transaction,
    private readonly process: ProcessSession,
  ) {}

  get(id: string): Promise<PaymentOperation> {
    return this.transaction.manager.findOneByOrFail(PaymentOperation, { id });
  }

  /** Operations without a definite outcome. */
  open(paymentId: string): Promise<PaymentOperation[]> {
    return this.transaction.manager.find(PaymentOperation, {
      where: { paymentId, status: In(['sending', 'pending']) },
      order: { id: 'ASC' },
    });
  }

  /** Newest first, those before the given one. */
  pageOfPayment(
    paymentId: string,
    kind: OperationKind,
    before: string | undefined,
    limit: number,
  ): Promise<PaymentOperation[]> {
    const where = before === undefined ? { paymentId, kind } : { paymentId, kind, id: LessThan(before) };
    return this.transaction.manager.find(PaymentOperation, { where, order: { id: 'DESC' }, take: limit });
  }

  hasFinalCapture(paymentId: string): Promise<boolean> {
    const where = { paymentId, kind: 'capture' as const, isFinal: true, status: Not('failed' as const) };
    return this.transaction.manager.existsBy(PaymentOperation, where);
  }

  /** Refused refunds whose money is still there, oldest first. */
  refused(after: string | undefined, limit: number): Promise<PaymentOperation[]> {
    const query = this.transaction.manager
      .createQueryBuilder(PaymentOperation, 'operation')
      .innerJoin(Payment, 'payment', 'payment.id = operation.paymentId')
      .where("operation.kind = 'refund' AND operation.status = 'failed' AND operation.decision IS NULL")
      .andWhere(
        '(operation.automatic IS NOT NULL OR operation.isForCanceled OR operation.retryOf IS NOT NULL)',
      )
      .andWhere(
        'payment.capturedAmount > payment.refundedAmount + payment.refundPending + payment.settledAmount',
      );
    if (after !== undefined) query.andWhere('operation.id > :after', { after });
    return query.orderBy('operation.id').take(limit).getMany();
  }

  lockRefund(paymentId: string, id: string): Promise<PaymentOperation | null> {
    return this.transaction.manager.findOne(PaymentOperation, {
      where: { id, paymentId, kind: 'refund' },
      lock: { mode: 'pessimistic_write' },
    });
  }

  async decide(operation: PaymentOperation): Promise<void> {
    const { id, decision, decidedBy, decisionReason } = operation;
    await this.transaction.manager.update(PaymentOperation, { id }, { decision, decidedBy, decisionReason });
  }

  /** Returns false when this automatic cause already has a refund. */
  async insert(operation: PaymentOperation): Promise<boolean> {
    const [row] = await this.transaction.sql<Pick<PaymentOperation, 'createdAt' | 'updatedAt'>>(
      `INSERT INTO payment_operations
         (id, payment_id, kind, currency, amount, is_final, reason, automatic, is_for_canceled,
          idempotency_scope, idempotency_key, asked_by, retry_of)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
       ON CONFLICT ON CONSTRAINT payment_operations_automatic_key DO NOTHING
       RETURNING created_at AS "createdAt", updated_at AS "updatedAt"`,
      [
        operation.id,
        operation.paymentId,
        operation.kind,
        operation.currency,
        operation.amount,
        operation.isFinal,
        operation.reason,
        operation.automatic,
        operation.isForCanceled,
        operation.idempotencyScope,
        operation.idempotencyKey,
        this.process.name ?? null,
        operation.retryOf,
      ],
    );
    Object.assign(operation, row);
    return row !== undefined;
  }

  /** This process asks for it from now on. */
  async takeUpLeft(paymentId: string, { scope, key }: Lease): Promise<PaymentOperation | undefined> {
    const [row] = await this.transaction.sql<{ id: string }>(
      `UPDATE payment_operations SET asked_by = $4
       WHERE payment_id = $1 AND status = 'sending' AND idempotency_scope = $2 AND idempotency_key = $3
       RETURNING id`,
      [paymentId, scope, key, this.process.name ?? null],
    );
    return row && this.get(row.id);
  }

  async save(operation: PaymentOperation): Promise<void> {
    const { id, status, providerReference, failureCode, failureDetail } = operation;
    await this.transaction.manager.update(
      PaymentOperation,
      { id },
      { status, providerReference, failureCode, failureDetail },
    );
  }
}
