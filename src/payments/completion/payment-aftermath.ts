import { Injectable, Logger } from '@nestjs/common';
import { Jobs } from '../../common/events/jobs.js';
import { type OrderForPayment, OrdersFacade } from '../../orders/index.js';
import { moneyOf, securedAs, type SecuredMoney } from './payment-news.js';
import { ACTIVE, type PaymentStatus, SECURED } from '../payment-status.js';
import type { Payment, UnwindReason } from '../entities/payment.entity.js';
import { PaymentOperationsRepository } from './payment-operations.repository.js';
import { PaymentsRepository } from './payments.repository.js';

export const RESOLVE_JOB = 'payments.resolve';

/** A check due sooner gets a job of its own; the rest wait for the job that runs each minute. */
const CRON_SECONDS = 60;

type AttemptStanding = keyof typeof VERBS;

interface Before {
  readonly status: PaymentStatus;
  readonly money: SecuredMoney;
}

/** What follows from a payment's step, for the order and for recovery, in the same transaction. */
@Injectable()
export class PaymentAftermath {
  private readonly logger = new Logger(PaymentAftermath.name);

  constructor(
    private readonly orders: OrdersFacade,
    private readonly payments: PaymentsRepository,
    private readonly operations: PaymentOperationsRepository,
    private readonly jobs: Jobs,
  ) {}

  async follow(
    order: OrderForPayment,
    payment: Payment,
    before: Before,
    waitSeconds: number | null,
  ): Promise<void> {
    // First, because a later job with the same key replaces this one.
    if (waitSeconds !== null && waitSeconds < CRON_SECONDS) await this.resolveLater(payment, waitSeconds);
    if (SECURED.has(payment.status) && !SECURED.has(before.status)) await this.secure(order, payment);
    else if (payment.status !== before.status && isAttempt(before.status))
      await this.tellAttempt(order, payment, before.status);
    else await this.tellMoney(order, payment, before.money);
  }

  /** Money that no open order waits for goes back, once. */
  private async secure(order: OrderForPayment, payment: Payment): Promise<void> {
    const as = securedAs(payment);
    if (payment.unwindReason === 'review_rejected') return this.setFree(order, payment);
    if (order.isPaid) return this.unwind(payment, 'duplicate');
    if (!order.awaitsPayment || !(await this.orders.place(order, as))) {
      await this.unwind(payment, 'late_success');
      await this.orders.moneyChanged(order.id, as);
    }
    await this.tellMoney(order, payment, as);
  }

  /** The order does not wait for the money of a rejected payment: it can be paid again. */
  private async setFree(order: OrderForPayment, payment: Payment): Promise<void> {
    if (order.paymentStatus === 'review') await this.tellStanding(order, 'none');
    await this.resolveLater(payment, 0);
  }

  private async unwind(payment: Payment, reason: UnwindReason): Promise<void> {
    this.logger.warn(`Payment ${payment.id} is given back (${reason})`);
    payment.unwindReason = reason;
    await this.payments.unwind(payment.id, reason);
    await this.resolveLater(payment, 0);
  }

  /** A closed or otherwise paid order waits for no attempt. */
  private async tellAttempt(order: OrderForPayment, payment: Payment, known: PaymentStatus): Promise<void> {
    // Another attempt may have started during the review.
    const isAnother = known === 'review' && order.paymentStatus !== 'review';
    if (!order.hearsOfAttempts || isAnother) return;
    const status = attemptOf(payment.status);
    if (status !== undefined && status !== order.paymentStatus) await this.tellStanding(order, status);
  }

  private async tellStanding({ id, price }: OrderForPayment, status: AttemptStanding): Promise<void> {
    const hasEnded = status === 'none' || status === 'failed';
    if (hasEnded && price.amount === 0) await this.orders.owesNothing(id);
    else await this.orders[VERBS[status]](id);
  }

  /** The money of a duplicate or rejected payment does not belong to the order. */
  private async tellMoney(order: OrderForPayment, payment: Payment, known: SecuredMoney): Promise<void> {
    const money = moneyOf(payment);
    if (money === known || payment.isApart) return;
    if (known === 'authorized' && money === 'partially_paid' && order.status === 'placed')
      return this.tellRest(payment);
    if (money !== 'none' || order.status !== 'placed') await this.orders.moneyChanged(order.id, money);
    // Nothing is due, so nothing is lost.
    else if (order.price.amount === 0) await this.orders.moneyChanged(order.id, 'paid');
    else await this.tellLoss(payment);
  }

  /** Only a final capture means that the seller let the rest go. */
  private async tellRest({ id, orderId, released, failure }: Payment): Promise<void> {
    if (await this.operations.hasFinalCapture(id)) return this.orders.moneyChanged(orderId, 'partially_paid');
    this.logger.warn(`The rest of the authorization of payment ${id}, for order ${orderId}, is lost`);
    await this.orders.restLost(orderId, released, failure?.detail);
  }

  /** The shop never releases an authorization that an open order needs: it lapsed, or was voided at the provider. */
  private async tellLoss({ id, orderId, total, failure }: Payment): Promise<void> {
    this.logger.warn(`The authorization of payment ${id} is lost: order ${orderId} is to be paid again`);
    await this.orders.authorizationLost(orderId, total, failure?.detail);
  }

  private async resolveLater(payment: Payment, delaySeconds: number): Promise<void> {
    await this.jobs.enqueue(
      RESOLVE_JOB,
      { paymentId: payment.id },
      { delaySeconds, key: `payment:${payment.id}` },
    );
  }
}

const isAttempt = (status: PaymentStatus): boolean => ACTIVE.has(status) || status === 'review';

const VERBS = {
  processing: 'paymentProcessing',
  unknown: 'paymentUnknown',
  review: 'paymentInReview',
  failed: 'paymentFailed',
  none: 'paymentCanceled',
} as const satisfies Record<string, keyof OrdersFacade>;

/** Undefined for an attempt with secured money. */
function attemptOf(status: PaymentStatus): AttemptStanding | undefined {
  switch (status) {
    case 'sending':
    case 'requires_action':
    case 'processing':
      return 'processing';
    case 'canceled':
      return 'none';
    case 'unknown':
    case 'failed':
    case 'review':
      return status;
    default:
      return undefined;
  }
}
