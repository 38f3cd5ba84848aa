import { Injectable } from '@nestjs/common';
import { Transaction } from '../../common/database/transaction.js';
import { IllegalTransition, NotFound } from '../../common/errors/errors.js';
import { type Lease, Idempotency } from '../../common/http/idempotency/idempotency.js';
import { IdempotencyKeyInFlight } from '../../common/http/idempotency/idempotency.errors.js';
import { OrdersFacade } from '../../orders/index.js';
import type { ReviewDecision } from '../dto/review-payment.dto.js';
import type { Payment } from '../entities/payment.entity.js';
import { isSame, PaymentAnswers } from '../payments.answers.js';
import { PaymentCompletion } from './payment-completion.js';
import { isForeign, keepsMoney, type PaymentNews } from './payment-news.js';
import { ReviewNotPossible } from '../payments.errors.js';
import { PaymentsRepository } from './payments.repository.js';

interface Decider {
  readonly userId: string;
  readonly reason: string;
  readonly lease?: Lease;
}

/** Among two people, or a person and a webhook, the first to lock order and payment wins. */
@Injectable()
export class PaymentDecisions {
  constructor(
    private readonly transaction: Transaction,
    private readonly idempotency: Idempotency,
    private readonly orders: OrdersFacade,
    private readonly payments: PaymentsRepository,
    private readonly completion: PaymentCompletion,
    private readonly answers: PaymentAnswers,
  ) {}

  confirm(id: string, seen: PaymentNews | undefined, by: Decider): Promise<Payment> {
    return this.transaction.run(async () => {
      const reviewed = await this.begin(id, by, 'confirm');
      const payment = await this.completion.apply(reviewed, confirmable(reviewed, seen));
      await this.answers.ofPayment(by.lease, payment, 'changed');
      return payment;
    });
  }

  /** Commits the rejection before the provider is asked, so that recovery continues after a crash. */
  reject(id: string, seen: PaymentNews | undefined, by: Decider): Promise<Payment> {
    return this.transaction.run(async () => {
      const payment = await this.begin(id, by, 'reject');
      // An earlier attempt of the same request has recorded it.
      if (payment.isRejected) return payment;
      refuseUnlessRejectable(payment, seen);
      if (!(await this.payments.reject(id))) throw new IllegalTransition('payment', 'rejected', 'canceled');
      await this.payments.expectAnswer(id, by.lease);
      return payment;
    });
  }

  private async begin(id: string, { userId, reason, lease }: Decider, decision: ReviewDecision) {
    const isLeft = await this.idempotency.begin(lease);
    const known = await this.payments.find(id);
    if (!known) throw new NotFound('payment');
    await this.orders.lock(known.orderId);
    const payment = await this.payments.lock(id);
    if (isLeft) return leftBy(payment, lease);
    const to = decision === 'confirm' ? 'succeeded' : 'canceled';
    if (payment?.status !== 'review' || payment.isRejected)
      throw new IllegalTransition('payment', payment?.isRejected ? 'rejected' : known.status, to);
    await this.orders.paymentReviewed(payment.orderId, decision, userId, reason);
    return payment;
  }
}

/** An interrupted rejection. If recovery has completed it, its answer is stored. */
function leftBy(payment: Payment | null, lease: Lease | undefined): Payment {
  if (!payment?.isRejected || !isSame(payment.lease, lease)) throw new IdempotencyKeyInFlight();
  return payment;
}

/** Only the payment's own charge, in its currency, and not above the agreed amount. */
function confirmable(payment: Payment, seen: PaymentNews | undefined): PaymentNews {
  if (seen?.kind !== 'charge')
    throw new ReviewNotPossible('The provider shows no charge to confirm: reject it.');
  const { charge } = seen;
  if (isForeign(payment, charge) || charge.amount.amount > payment.amount)
    throw new ReviewNotPossible(
      'The charge is not the one that was asked for, or is about more: reject it.',
      charge.amount,
    );
  return { kind: 'confirmed', charge };
}

/** Money of another charge or currency has to be returned by a person at the provider. */
function refuseUnlessRejectable(payment: Payment, seen: PaymentNews | undefined): void {
  if (seen?.kind !== 'charge' || !isForeign(payment, seen.charge) || !keepsMoney(seen.charge)) return;
  throw new ReviewNotPossible(
    'The charge is not the one that was asked for: give it back at the provider first.',
    seen.charge.amount,
  );
}
