import { Column, Entity } from 'typeorm';
import { BaseRow } from '../../common/database/base.entity.js';
import type { Lease } from '../../common/http/idempotency/idempotency.js';
import { type Money, money } from '../../common/money/money.js';
import type { UnwindReason } from './payment.entity.js';
import type { Failure } from '../providers/payment-provider.js';

export type OperationKind = 'capture' | 'refund';

export const REFUSAL_DECISIONS = ['retry', 'settle'] as const;
export type RefusalDecision = (typeof REFUSAL_DECISIONS)[number];

/** `sending` is internal: the provider has not answered yet. Others see `pending`. */
export type OperationStatus = 'sending' | 'pending' | 'succeeded' | 'failed';

/** Its id is the provider's idempotency key. */
@Entity('payment_operations')
export class PaymentOperation extends BaseRow {
  @Column('uuid')
  paymentId: string;

  @Column('text')
  kind: OperationKind;

  @Column('text', { default: 'sending' })
  status: OperationStatus = 'sending';

  @Column('text')
  currency: string;

  @Column('bigint')
  amount: number;

  /** Capture: releases the rest of the authorization. */
  @Column('boolean', { default: false })
  isFinal: boolean = false;

  @Column('text', { nullable: true })
  reason: string | null = null;

  /** Refund without an author: its cause, at most one refund for each. */
  @Column('text', { nullable: true })
  automatic: UnwindReason | null = null;

  @Column('boolean', { default: false })
  isForCanceled: boolean = false;

  @Column('text', { nullable: true })
  providerReference: string | null = null;

  @Column('text', { nullable: true })
  failureCode: string | null = null;

  @Column('text', { nullable: true })
  failureDetail: string | null = null;

  @Column('uuid', { nullable: true })
  retryOf: string | null = null;

  @Column('text', { nullable: true })
  decision: RefusalDecision | null = null;

  @Column('uuid', { nullable: true })
  decidedBy: string | null = null;

  @Column('text', { nullable: true })
  decisionReason: string | null = null;

  @Column('text', { nullable: true })
  idempotencyScope: string | null = null;

  @Column('text', { nullable: true })
  idempotencyKey: string | null = null;

  /** The session of the process that asked the provider. */
  @Column('text', { nullable: true })
  askedBy: string | null = null;

  get total(): Money {
    return money(this.amount, this.currency);
  }

  get failure(): Failure | null {
    return this.failureCode === null ? null : { code: this.failureCode, detail: this.failureDetail ?? '' };
  }

  /** The provider refused a refund that the shop owes: staff have to decide. */
  get isRefusedForGood(): boolean {
    const isOwed = this.automatic !== null || this.isForCanceled || this.retryOf !== null;
    return isOwed && this.status === 'failed' && this.decision === null;
  }

  get isOpen(): boolean {
    return this.status === 'sending' || this.status === 'pending';
  }

  get lease(): Pick<Lease, 'scope' | 'key'> | undefined {
    if (this.idempotencyScope === null || this.idempotencyKey === null) return undefined;
    return { scope: this.idempotencyScope, key: this.idempotencyKey };
  }
}
