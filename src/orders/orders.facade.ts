import { Injectable } from '@nestjs/common';
import { NotFound } from '../common/errors/errors.js';
import { failpoint } from '../common/failpoints/failpoint.js';
import type { Money } from '../common/money/money.js';
import { ClosingService } from './closing/closing.service.js';
import type { MoneylessOrder } from './retention/moneyless-orders.repository.js';
import { MoneylessOrdersService } from './retention/moneyless-orders.service.js';
import type { ItemQuantityDto } from './dto/item-quantity.dto.js';
import type { Order } from './entities/order.entity.js';
import { ItemCancellationService } from './cancellation/item-cancellation.service.js';
import { AS_SHOP, type OrderAccess } from './order-access.js';
import { type ChangedOrder, SYSTEM } from './changes/order-change.js';
import { OrderChangesService } from './changes/order-changes.service.js';
import { OrderStockService } from './placement/order-stock.service.js';
import { type OrderPaymentStatus, type OrderStatus, wasPaid } from './order-transitions.js';
import { OrderAuthorizationLost, OrderPaymentChanged, OrderPlaced } from './orders.events.js';
import { OrdersRepository } from './orders.repository.js';

export interface OrderForPayment {
  readonly id: string;
  readonly number: string;
  readonly status: OrderStatus;
  readonly paymentStatus: OrderPaymentStatus;
  readonly closeRequestedAt: Date | null;
  /** The total without canceled items. */
  readonly price: Money;
  /** What the next payment is to bring. */
  readonly due: Money;
  readonly email: string;
  readonly isOff: boolean;
  readonly awaitsPayment: boolean;
  /** The outcome of a payment attempt matters, even if nothing is due by then. */
  readonly hearsOfAttempts: boolean;
  /** A payment is still to come, and nobody asked to close the order. */
  readonly isPayable: boolean;
  readonly isPaymentUnderWay: boolean;
  /** The money has come at some time, even if it went back. */
  readonly isPaid: boolean;
}

export type SecuredAs = 'authorized' | 'partially_paid' | 'paid';

/** Each method joins the running transaction. Call `lock` or `lockForPayment` before you change an order. */
@Injectable()
export class OrdersFacade {
  constructor(
    private readonly orders: OrdersRepository,
    private readonly changes: OrderChangesService,
    private readonly closing: ClosingService,
    private readonly stock: OrderStockService,
    private readonly items: ItemCancellationService,
    private readonly moneyless: MoneylessOrdersService,
  ) {}

  /** Throws NotFound unless the caller proves that the order is theirs. */
  async lockForPayment(orderId: string, access: OrderAccess): Promise<OrderForPayment> {
    return forPayment(await this.locked(orderId, access));
  }

  /** For the shop itself: webhooks, recovery. */
  async lock(orderId: string): Promise<OrderForPayment> {
    return forPayment(await this.locked(orderId, AS_SHOP));
  }

  /** Whether the caller proves that the order is theirs. Takes no lock. */
  canSee(orderId: string, access: OrderAccess): Promise<boolean> {
    return this.orders.isVisible(orderId, access);
  }

  /** A payment attempt is open at the provider: the order keeps its stock longer. */
  paymentProcessing(orderId: string): Promise<void> {
    return this.awaitOutcome(orderId, 'processing');
  }

  /** The outcome of an attempt is unknown: the order keeps its stock longer. */
  paymentUnknown(orderId: string): Promise<void> {
    return this.awaitOutcome(orderId, 'unknown');
  }

  /** A person must decide on the attempt. */
  async paymentInReview(orderId: string): Promise<void> {
    await this.showAttempt(orderId, 'review');
  }

  /** The provider declined the attempt; the order ends if it was asked to close. */
  paymentFailed(orderId: string): Promise<void> {
    return this.endAttempt(orderId, 'failed');
  }

  /** The attempt was canceled; the order ends if it was asked to close. */
  paymentCanceled(orderId: string): Promise<void> {
    return this.endAttempt(orderId, 'none');
  }

  /** Places a secured order, once. Returns false when it has ended or lacks stock: the caller returns the money. */
  async place({ id, status }: Pick<OrderForPayment, 'id' | 'status'>, as: SecuredAs): Promise<boolean> {
    if (!(await this.stock.commit(id))) return false;
    await failpoint('orders.stock_committed');
    const event = status === 'placed' ? 'payment_changed' : 'placed';
    const order = await this.changes.make(
      id,
      { event, status: 'placed', paymentStatus: as, actor: SYSTEM },
      placed,
    );
    await this.goOn(order);
    return true;
  }

  /** Nothing is due any more, as items were canceled: like a free order, it counts as paid. */
  async owesNothing(orderId: string): Promise<void> {
    const order = await this.changes.make(
      orderId,
      { event: 'payment_changed', status: 'placed', paymentStatus: 'paid', actor: SYSTEM },
      placed,
    );
    await this.goOn(order);
  }

  /** The provider lost the rest of an authorization after a partial capture. Announces OrderAuthorizationLost. */
  async restLost(orderId: string, lost: Money, why: string | undefined): Promise<void> {
    const order = await this.changes.make(
      orderId,
      {
        event: 'authorization_lost',
        paymentStatus: 'partially_paid',
        actor: SYSTEM,
        note: why?.slice(0, 500),
      },
      () => new OrderAuthorizationLost(orderId, lost),
    );
    await this.closing.completeWhenDone(order);
  }

  /** A placed order lost its authorization uncaptured; it can be paid again. Announces OrderAuthorizationLost. */
  async authorizationLost(orderId: string, lost: Money, why: string | undefined): Promise<void> {
    await this.changes.make(
      orderId,
      {
        event: 'authorization_lost',
        paymentStatus: 'none',
        payWithinSeconds: this.stock.keepSeconds,
        actor: SYSTEM,
        note: why?.slice(0, 500),
      },
      () => new OrderAuthorizationLost(orderId, lost),
    );
  }

  /** Records that a person has decided on a payment in review. Another call tells what follows for the order. */
  async paymentReviewed(orderId: string, decision: 'confirm' | 'reject', userId: string, reason: string) {
    const event = decision === 'confirm' ? 'payment_confirmed' : 'payment_rejected';
    await this.changes.make(orderId, { event, actor: { kind: 'staff', userId }, note: reason, isNews: true });
  }

  /** The money of a placed order moved: captured, refunded, voided. */
  async moneyChanged(
    orderId: string,
    paymentStatus: SecuredAs | 'partially_refunded' | 'refunded' | 'none',
  ): Promise<void> {
    const order = await this.changes.make(
      orderId,
      { event: 'payment_changed', paymentStatus, actor: SYSTEM },
      () => new OrderPaymentChanged(orderId, paymentStatus),
    );
    await this.closing.completeWhenDone(order);
  }

  /** Cancels items that were not sent, because staff refund them. Returns their amount. */
  async cancelItems(
    orderId: string,
    items: readonly ItemQuantityDto[],
    staffId: string,
    reason: string,
  ): Promise<Money> {
    const order = await this.locked(orderId, AS_SHOP);
    return this.items.cancel(order, items, { kind: 'staff', userId: staffId }, reason);
  }

  /** Ends an order that was asked to close: no money will be taken. */
  async close(orderId: string): Promise<void> {
    await this.closing.close(await this.locked(orderId, AS_SHOP));
  }

  /** Locks a page of orders that ended unpaid ORDER_UNPAID_RETENTION_DAYS ago; none while that is 0. */
  lockMoneyless(limit: number, after?: MoneylessOrder): Promise<MoneylessOrder[]> {
    return this.moneyless.lock(limit, after);
  }

  /** Removes such orders with their lines, history, reservations and carts. Their numbers never come back. */
  removeMoneyless(orders: readonly MoneylessOrder[]): Promise<void> {
    return this.moneyless.remove(orders);
  }

  private async awaitOutcome(orderId: string, paymentStatus: 'processing' | 'unknown'): Promise<void> {
    const order = await this.showAttempt(orderId, paymentStatus, this.stock.holdSeconds);
    if (order.isProlonged) await this.stock.prolong(orderId);
  }

  private async endAttempt(orderId: string, paymentStatus: 'none' | 'failed'): Promise<void> {
    const order = await this.showAttempt(orderId, paymentStatus);
    if (order.closeReason !== null) await this.close(orderId);
  }

  private showAttempt(orderId: string, paymentStatus: OrderPaymentStatus, holdSeconds?: number) {
    return this.changes.make(orderId, {
      event: 'payment_changed',
      paymentStatus,
      holdSeconds,
      actor: SYSTEM,
    });
  }

  private async goOn(order: ChangedOrder): Promise<void> {
    if (order.closeReason === 'canceled')
      await this.closing.cancelPlaced(order, SYSTEM, 'canceled while the payment was under way');
    else await this.closing.completeWhenDone(order);
  }

  private async locked(orderId: string, access: OrderAccess): Promise<Order> {
    const order = await this.orders.lock(orderId, access);
    if (!order) throw new NotFound('order');
    return order;
  }
}

function forPayment(order: Order): OrderForPayment {
  const { id, number, status, paymentStatus, closeRequestedAt, email } = order;
  const { awaitsPayment, hearsOfAttempts, isPayable, isPaymentUnderWay, isOff } = order;
  return {
    id,
    number,
    status,
    paymentStatus,
    closeRequestedAt,
    email,
    awaitsPayment,
    hearsOfAttempts,
    isPayable,
    isPaymentUnderWay,
    isOff,
    isPaid: wasPaid(paymentStatus),
    price: order.money(order.price),
    due: order.money(order.due),
  };
}

function placed({ id, number, customerId, total, currency, paymentStatus, before }: ChangedOrder) {
  if (before.status !== 'pending_payment') return new OrderPaymentChanged(id, paymentStatus);
  return new OrderPlaced(id, number, customerId, { amount: total, currency }, paymentStatus);
}
