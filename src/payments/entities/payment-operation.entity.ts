import { Column, Entity } from 'typeorm';
import { BaseRow } from '../../common/database/base.entity.js';
import type { Claim } from '../../common/http/idempotency/idempotency.js';
import { type Money, money } from '../../common/money/money.js';
import type { UnwindReason } from './payment.entity.js';
import type { Failure } from '../providers/payment-provider.js';

export type OperationKind = 'capture' | 'refund';

/** What staff do about a refund that was refused: ask once more, or give the money back without the provider. */
export const REFUSAL_DECISIONS = ['retry', 'settle'] as const;
export type RefusalDecision = (typeof REFUSAL_DECISIONS)[number];

/** `sending` is ours alone, as with payments: asked, and not answered yet. Everyone else sees `pending`. */
export type OperationStatus = 'sending' | 'pending' | 'succeeded' | 'failed';

/** A capture or refund that the shop asked for. Its id is the provider's idempotency key. */
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

  /** Capture: whatever is left of the authorization is let go with it. */
  @Column('boolean', { default: false })
  isFinal: boolean = false;

  /** Refund: why, in the words of whoever asked. */
  @Column('text', { nullable: true })
  reason: string | null = null;

  /** Refund that no person asked payments for: one for each cause. */
  @Column('text', { nullable: true })
  automatic: UnwindReason | null = null;

  /** Refund: of items that were canceled. */
  @Column('boolean', { default: false })
  isForCanceled: boolean = false;

  @Column('text', { nullable: true })
  providerReference: string | null = null;

  @Column('text', { nullable: true })
  failureCode: string | null = null;

  @Column('text', { nullable: true })
  failureDetail: string | null = null;

  /** Refund: the refused one in whose place staff asked for it. */
  @Column('uuid', { nullable: true })
  retryOf: string | null = null;

  /** Refund that was refused: what staff decided. */
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

  /** The session of the process that asked the provider for it. */
  @Column('text', { nullable: true })
  askedBy: string | null = null;

  get total(): Money {
    return money(this.amount, this.currency);
  }

  get failure(): Failure | null {
    return this.failureCode === null ? null : { code: this.failureCode, detail: this.failureDetail ?? '' };
  }

  /** The provider refused what the shop owes, and asks for no more by itself: staff have to decide. */
  get isRefusedForGood(): boolean {
    const isOwed = this.automatic !== null || this.isForCanceled || this.retryOf !== null;
    return isOwed && this.status === 'failed' && this.decision === null;
  }

  get isOpen(): boolean {
    return this.status === 'sending' || this.status === 'pending';
  }

  get claim(): Pick<Claim, 'scope' | 'key'> | undefined {
    if (this.idempotencyScope === null || this.idempotencyKey === null) return undefined;
    return { scope: this.idempotencyScope, key: this.idempotencyKey };
  }
}
