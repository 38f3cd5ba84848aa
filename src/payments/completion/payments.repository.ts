import { Injectable } from '@nestjs/common';
import { MoreThan } from 'typeorm';
import { isUuid } from '../../common/database/ids.js';
import { Transaction } from '../../common/database/transaction.js';
import { ProcessSession } from '../../common/events/process-session.js';
import { type Lease, LEASE_SECONDS } from '../../common/http/idempotency/idempotency.js';
import { Payment, type UnwindReason } from '../entities/payment.entity.js';

@Injectable()
export class PaymentsRepository {
  constructor(
    private readonly transaction: Transaction,
    private readonly process: ProcessSession,
  ) {}

  find(id: string): Promise<Payment | null> {
    return this.transaction.manager.findOneBy(Payment, { id });
  }

  /** Oldest first; few, because each attempt must end before the next. */
  ofOrder(orderId: string): Promise<Payment[]> {
    return this.transaction.manager.find(Payment, { where: { orderId }, order: { id: 'ASC' }, take: 100 });
  }

  /** Oldest first. */
  pageOfOrder(orderId: string, after: string | undefined, limit: number): Promise<Payment[]> {
    const where = after === undefined ? { orderId } : { orderId, id: MoreThan(after) };
    return this.transaction.manager.find(Payment, { where, order: { id: 'ASC' }, take: limit });
  }

  findByCharge(provider: string, key: string | null, reference: string | null): Promise<Payment | null> {
    const byKey = isUuid(key) ? [{ provider, id: key }] : [];
    const byReference = reference === null ? [] : [{ provider, providerReference: reference }];
    const where = [...byReference, ...byKey];
    return where.length === 0 ? Promise.resolve(null) : this.transaction.manager.findOne(Payment, { where });
  }

  /** Lock its order first. */
  lock(id: string): Promise<Payment | null> {
    return this.transaction.manager.findOne(Payment, { where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  /** Removes attempts without any money, and returns their orders; one attempt that stays keeps all of its order. */
  async removeMoneyless(orderIds: readonly string[]): Promise<ReadonlySet<string>> {
    const kept = await this.transaction.sql<{ orderId: string }>(
      `WITH attempts AS MATERIALIZED (
         SELECT id, order_id, status IN ('failed', 'canceled') AND check_at IS NULL AND unwind_reason IS NULL
           AND authorized_amount + captured_amount + capture_pending + refund_pending + settled_amount = 0
           AND NOT EXISTS (SELECT FROM payment_transactions WHERE payment_id = payments.id)
           AND NOT EXISTS (SELECT FROM payment_operations WHERE payment_id = payments.id) AS is_moneyless
         FROM payments WHERE order_id = ANY($1::uuid[])
         FOR UPDATE
       ), kept AS (
         SELECT DISTINCT order_id FROM attempts WHERE NOT is_moneyless
       ), gone AS (
         DELETE FROM payments USING attempts
         WHERE payments.id = attempts.id AND attempts.order_id NOT IN (SELECT order_id FROM kept)
       )
       SELECT order_id AS "orderId" FROM kept`,
      [orderIds],
    );
    return new Set(kept.map(({ orderId }) => orderId));
  }

  /** A unique index allows one active attempt per order. */
  async insert(payment: Payment, lease: Lease | undefined): Promise<void> {
    const [row] = await this.transaction.sql<Pick<Payment, 'createdAt' | 'updatedAt' | 'checkAt'>>(
      `INSERT INTO payments
         (id, order_id, provider, method, currency, amount, check_at, idempotency_scope, idempotency_key,
          asked_by)
       VALUES ($1, $2, $3, $4, $5, $6, now() + make_interval(secs => $7), $8, $9, $10)
       RETURNING created_at AS "createdAt", updated_at AS "updatedAt", check_at AS "checkAt"`,
      [
        payment.id,
        payment.orderId,
        payment.provider,
        payment.method,
        payment.currency,
        payment.amount,
        LEASE_SECONDS,
        lease?.scope ?? null,
        lease?.key ?? null,
        this.process.name ?? null,
      ],
    );
    Object.assign(payment, row);
  }

  /** The caller holds the lock. `checkInSeconds` null: nothing is left to ask. `isAnswered`: no request waits. */
  async save(payment: Payment, checkInSeconds: number | null, isAnswered: boolean): Promise<void> {
    await this.transaction.sql(
      `UPDATE payments SET status = $2, authorized_amount = $3, captured_amount = $4, capture_pending = $5,
         refunded_amount = $6, refund_pending = $7, provider_reference = $8, failure_code = $9, failure_detail = $10,
         next_action = $11, checks = $12, check_at = now() + make_interval(secs => $13), canceled_amount = $16,
         idempotency_scope = CASE WHEN $14 THEN NULL ELSE idempotency_scope END,
         idempotency_key = CASE WHEN $14 THEN NULL ELSE idempotency_key END,
         asked_by = CASE WHEN $14 THEN NULL ELSE asked_by END, accepted_amount = $15, updated_at = now()
       WHERE id = $1`,
      [
        payment.id,
        payment.status,
        payment.authorizedAmount,
        payment.capturedAmount,
        payment.capturePending,
        payment.refundedAmount,
        payment.refundPending,
        payment.providerReference,
        payment.failureCode,
        payment.failureDetail,
        payment.nextAction,
        payment.checks,
        checkInSeconds,
        isAnswered,
        payment.acceptedAmount,
        payment.canceledAmount,
      ],
    );
  }

  async expectAnswer(id: string, lease: Lease | undefined): Promise<void> {
    await this.transaction.sql(
      `UPDATE payments SET check_at = least(check_at, now() + make_interval(secs => $2)),
         idempotency_scope = $3, idempotency_key = $4, owed_answer = 'changed', asked_by = $5
       WHERE id = $1`,
      [id, LEASE_SECONDS, lease?.scope ?? null, lease?.key ?? null, this.process.name ?? null],
    );
  }

  /** The attempt that an interrupted request left. The caller has locked its order. */
  findLeft(orderId: string, lease: Lease | undefined): Promise<Payment | null> {
    if (!lease) return Promise.resolve(null);
    const { scope: idempotencyScope, key: idempotencyKey } = lease;
    const left = { orderId, status: 'sending' as const, idempotencyScope, idempotencyKey };
    return this.transaction.manager.findOneBy(Payment, left);
  }

  async askAgain(id: string): Promise<void> {
    await this.transaction.sql('UPDATE payments SET asked_by = $2 WHERE id = $1', [
      id,
      this.process.name ?? null,
    ]);
  }

  /** Returns false when too little is left. */
  async setAsideForRefund(id: string, amount: number): Promise<boolean> {
    const { count } = await this.transaction.execute(
      `UPDATE payments SET refund_pending = refund_pending + $2, checks = 0, updated_at = now(),
         check_at = least(check_at, now() + make_interval(secs => $3))
       WHERE id = $1 AND refunded_amount + refund_pending + settled_amount + $2 <= captured_amount`,
      [id, amount, LEASE_SECONDS],
    );
    return count === 1;
  }

  /** Returned without the provider. The caller holds the lock. */
  async settleByHand(id: string, amount: number): Promise<void> {
    await this.transaction.sql(
      'UPDATE payments SET settled_amount = settled_amount + $2, updated_at = now() WHERE id = $1',
      [id, amount],
    );
  }

  /** Each part once. Returns false when too little is left. */
  async setAsideForCanceled({ id, canceledAmount }: Payment, amount: number): Promise<boolean> {
    const { count } = await this.transaction.execute(
      `UPDATE payments SET refund_pending = refund_pending + $2, canceled_refunds = canceled_refunds + $2,
         canceled_amount = $4, checks = 0, updated_at = now(),
         check_at = least(check_at, now() + make_interval(secs => $3))
       WHERE id = $1 AND refunded_amount + refund_pending + settled_amount + $2 <= captured_amount
         AND canceled_refunds + $2 <= captured_amount - (amount - $4)`,
      [id, amount, LEASE_SECONDS, canceledAmount],
    );
    return count === 1;
  }

  /** Returns false when too little of what is due is left. */
  async setAsideForCapture({ id, canceledAmount }: Payment, amount: number): Promise<boolean> {
    const { count } = await this.transaction.execute(
      `UPDATE payments SET capture_pending = capture_pending + $2, canceled_amount = $4, checks = 0, updated_at = now(),
         check_at = least(check_at, now() + make_interval(secs => $3))
       WHERE id = $1 AND status = 'authorized' AND unwind_reason IS NULL
         AND captured_amount + capture_pending + $2 <= least(authorized_amount, amount - $4)`,
      [id, amount, LEASE_SECONDS, canceledAmount],
    );
    return count === 1;
  }

  /** The first reason stays. Returns false when there was one, or no secured money. */
  async unwind(id: string, reason: UnwindReason): Promise<boolean> {
    const { count } = await this.transaction.execute(
      `UPDATE payments SET unwind_reason = $2, checks = 0, check_at = now() + make_interval(secs => $3)
       WHERE id = $1 AND unwind_reason IS NULL AND status IN ('authorized', 'succeeded')`,
      [id, reason, LEASE_SECONDS],
    );
    return count === 1;
  }

  /** Returns false when the payment is not under review. */
  async reject(id: string): Promise<boolean> {
    const { count } = await this.transaction.execute(
      `UPDATE payments SET unwind_reason = 'review_rejected', checks = 0, updated_at = now(),
         check_at = now() + make_interval(secs => $2)
       WHERE id = $1 AND status = 'review' AND unwind_reason IS DISTINCT FROM 'review_rejected'`,
      [id, LEASE_SECONDS],
    );
    return count === 1;
  }

  /** Makes payments due whose process has ended while it asked. Returns false without any. */
  async orphan(living: readonly string[]): Promise<boolean> {
    const { count } = await this.transaction.execute(
      `WITH orphans AS (
         SELECT id FROM payments
         WHERE id IN (SELECT id FROM payments WHERE asked_by IS NOT NULL AND asked_by <> ALL($1::text[])
                      UNION
                      SELECT payment_id FROM payment_operations
                      WHERE status = 'sending' AND asked_by <> ALL($1::text[]))
         FOR UPDATE SKIP LOCKED
       ), operations AS (
         UPDATE payment_operations SET asked_by = NULL
         WHERE payment_id IN (SELECT id FROM orphans) AND status = 'sending' AND asked_by <> ALL($1::text[])
       )
       UPDATE payments SET check_at = now(), asked_by = CASE WHEN asked_by = ANY($1::text[]) THEN asked_by END
       WHERE id IN (SELECT id FROM orphans)`,
      [living],
    );
    return count > 0;
  }

  /** No other process gets them meanwhile. */
  async claimDue(limit: number): Promise<string[]> {
    const rows = await this.transaction.sql<{ id: string }>(
      `UPDATE payments SET checks = checks + 1,
         check_at = now() + least(interval '15 minutes', interval '1 minute' * power(2, least(checks, 10)))
       WHERE id IN (SELECT id FROM payments WHERE check_at <= now() ORDER BY check_at LIMIT $1
                    FOR UPDATE SKIP LOCKED)
       RETURNING id`,
      [limit],
    );
    return rows.map((row) => row.id);
  }
}
