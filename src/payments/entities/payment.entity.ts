import { Column, Entity } from 'typeorm';
import { BaseRow } from '../../common/database/base.entity.js';
import type { Lease } from '../../common/http/idempotency/idempotency.js';
import { type Money, money } from '../../common/money/money.js';
import type { PaymentStatus } from '../payment-status.js';
import type { ChargeHandle, Failure, NextAction } from '../providers/payment-provider.js';

export type UnwindReason = 'order_canceled' | 'late_success' | 'duplicate' | 'review_rejected';

export type OwedAnswer = 'started' | 'changed';

/** Amounts are minor units of `currency`. */
@Entity('payments')
export class Payment extends BaseRow {
  @Column('uuid')
  orderId: string;

  @Column('text')
  provider: string;

  @Column('text', { nullable: true })
  method: string | null = null;

  @Column('text', { default: 'sending' })
  status: PaymentStatus = 'sending';

  @Column('text')
  currency: string;

  @Column('bigint')
  amount: number;

  /** The amount of the provider's charge, if a person accepted it in place of `amount`. */
  @Column('bigint', { nullable: true })
  acceptedAmount: number | null = null;

  @Column('bigint', { default: 0 })
  authorizedAmount: number = 0;

  @Column('bigint', { default: 0 })
  capturedAmount: number = 0;

  /** Asked of the provider, without a definite outcome yet. */
  @Column('bigint', { default: 0 })
  capturePending: number = 0;

  @Column('bigint', { default: 0 })
  refundedAmount: number = 0;

  @Column('bigint', { default: 0 })
  refundPending: number = 0;

  /** Returned by staff without the provider, after it refused. */
  @Column('bigint', { default: 0 })
  settledAmount: number = 0;

  /** The part of `amount` that is no longer due because items were canceled. */
  @Column('bigint', { default: 0 })
  canceledAmount: number = 0;

  /** The part of it that was asked to go back, each part once, whatever the outcome. */
  @Column('bigint', { default: 0 })
  canceledRefunds: number = 0;

  @Column('text', { nullable: true })
  providerReference: string | null = null;

  @Column('text', { nullable: true })
  failureCode: string | null = null;

  @Column('text', { nullable: true })
  failureDetail: string | null = null;

  @Column('jsonb', { nullable: true })
  nextAction: NextAction | null = null;

  @Column('text', { nullable: true })
  unwindReason: UnwindReason | null = null;

  /** Null when nothing is left to ask. */
  @Column('timestamptz', { nullable: true })
  checkAt: Date | null = null;

  @Column('integer', { default: 0 })
  checks: number = 0;

  /** Null once the waiting request has its answer. */
  @Column('text', { nullable: true })
  idempotencyScope: string | null = null;

  @Column('text', { nullable: true })
  idempotencyKey: string | null = null;

  @Column('text', { default: 'started' })
  owedAnswer: OwedAnswer = 'started';

  /** The session of the process that is asking the provider. */
  @Column('text', { nullable: true })
  askedBy: string | null = null;

  get total(): Money {
    return money(this.amount, this.currency);
  }

  get expectedAmount(): number {
    return this.acceptedAmount ?? this.amount;
  }

  /** The provider has not confirmed the rejection yet. */
  get isRejected(): boolean {
    return this.status === 'review' && this.unwindReason === 'review_rejected';
  }

  /** Its money does not count for the order: that was paid otherwise, or will be paid again. */
  get isApart(): boolean {
    return this.unwindReason === 'duplicate' || this.unwindReason === 'review_rejected';
  }

  /** Held money that will not be captured. */
  get released(): Money {
    const isOver = this.status === 'succeeded' || this.status === 'canceled';
    const rest = this.authorizedAmount - this.capturedAmount - this.capturePending;
    return money(isOver ? rest : 0, this.currency);
  }

  get captured(): Money {
    return money(this.capturedAmount, this.currency);
  }

  get refunded(): Money {
    return money(this.refundedAmount, this.currency);
  }

  get settled(): Money {
    return money(this.settledAmount, this.currency);
  }

  get failure(): Failure | null {
    return this.failureCode === null ? null : { code: this.failureCode, detail: this.failureDetail ?? '' };
  }

  get handle(): ChargeHandle {
    return { key: this.id, reference: this.providerReference ?? undefined, amount: this.total };
  }

  /** The most that the shop may keep. */
  get due(): number {
    return this.amount - this.canceledAmount;
  }

  /** Without pending captures. */
  get capturable(): number {
    if (this.status !== 'authorized') return 0;
    return Math.max(0, Math.min(this.authorizedAmount, this.due) - this.capturedAmount - this.capturePending);
  }

  /** Captured for items that were canceled, and still to return. */
  get owed(): number {
    return Math.max(0, Math.min(this.capturedAmount - this.due - this.canceledRefunds, this.refundable));
  }

  /** All that is due was captured, and only money for canceled items is still held. */
  get isHeldInVain(): boolean {
    const { status, canceledAmount, capturePending, capturedAmount } = this;
    return (
      status === 'authorized' && canceledAmount > 0 && capturePending === 0 && capturedAmount >= this.due
    );
  }

  /** Without pending refunds. */
  get refundable(): number {
    return this.capturedAmount - this.refundedAmount - this.refundPending - this.settledAmount;
  }

  /** The order is locked. */
  heed(price: Money): void {
    this.canceledAmount = Math.max(this.canceledAmount, this.amount - price.amount);
  }

  get hasOpenOperations(): boolean {
    return this.capturePending > 0 || this.refundPending > 0;
  }

  get lease(): Pick<Lease, 'scope' | 'key'> | undefined {
    if (this.idempotencyScope === null || this.idempotencyKey === null) return undefined;
    return { scope: this.idempotencyScope, key: this.idempotencyKey };
  }
}
