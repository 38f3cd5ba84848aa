import { Injectable } from '@nestjs/common';
import { In, LessThan } from 'typeorm';
import { Transaction } from '../../common/database/transaction.js';
import { ProcessSession } from '../../common/events/process-session.js';
import type { Claim } from '../../common/http/idempotency/idempotency.js';
import { type OperationKind, PaymentOperation } from '../entities/payment-operation.entity.js';

/** Finds and writes captures and refunds. */
@Injectable()
export class PaymentOperationsRepository {
  constructor(
    private readonly transaction: Transaction,
    private readonly process: ProcessSession,
  ) {}

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
          idempotency_scope, idempotency_key, asked_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
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
      ],
    );
    Object.assign(operation, row);
    return row !== undefined;
  }

  /** The capture or refund that a request asked for and got no answer to; from now on this process asks for it. */
  async takeUpLeft(paymentId: string, { scope, key }: Claim): Promise<PaymentOperation | undefined> {
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
