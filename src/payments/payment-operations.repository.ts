import { Injectable } from '@nestjs/common';
import { In, LessThan } from 'typeorm';
import { Transaction } from '../common/database/transaction.js';
import { type OperationKind, PaymentOperation } from './entities/payment-operation.entity.js';

/** Finds and writes captures and refunds. */
@Injectable()
export class PaymentOperationsRepository {
  constructor(private readonly transaction: Transaction) {}

  get(id: string): Promise<PaymentOperation> {
    return this.transaction.manager.findOneByOrFail(PaymentOperation, { id });
  }

  /** What was asked of the provider and is not answered for good. */
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

  /** False, and nothing is written, when money went back for this automatic cause already. */
  async insert(operation: PaymentOperation): Promise<boolean> {
    const [row] = await this.transaction.sql<Pick<PaymentOperation, 'createdAt' | 'updatedAt'>>(
      `INSERT INTO payment_operations
         (id, payment_id, kind, currency, amount, is_final, reason, automatic, is_for_canceled,
          idempotency_scope, idempotency_key)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
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
      ],
    );
    Object.assign(operation, row);
    return row !== undefined;
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
