import { Injectable } from '@nestjs/common';
import { failpoint } from '../../common/failpoints/failpoint.js';
import { InventoryFacade } from '../../inventory/index.js';
import type { CloseReason, Order } from '../entities/order.entity.js';
import { type Actor, type ChangedOrder, SYSTEM } from '../changes/order-change.js';
import { OrderChangesService } from '../changes/order-changes.service.js';
import { isSecured, isSettled } from '../order-transitions.js';
import { OrderNotCancelable } from '../orders.errors.js';
import { OrderCanceled, OrderCloseRequested, OrderCompleted, OrderExpired } from '../orders.events.js';

/**
 * Ends orders. `cancel`, `expire` and `close` say why: somebody asks, the time to pay ran out, or payments tell that a
 * requested close may happen. While a payment is under way, the first two only ask payments to stop it
 * (OrderCloseRequested); the order ends with its outcome. `end` ends an order that was never placed, and frees its
 * stock; `cancelPlaced` cancels a placed one. The caller's transaction has locked the order.
 */
@Injectable()
export class ClosingService {
  constructor(
    private readonly changes: OrderChangesService,
    private readonly inventory: InventoryFacade,
  ) {}

  /** Only requests it during a payment: the provider must first confirm that it takes no money. */
  async cancel(order: Order, actor: Actor, reason: string): Promise<void> {
    if (order.status === 'canceled') return;
    const isUnsent = order.status === 'placed' && order.fulfillmentStatus === 'unfulfilled';
    if (order.status !== 'pending_payment' && !isUnsent) throw new OrderNotCancelable(order);
    if (order.isPaymentUnderWay) return this.requestClose(order, 'canceled', actor, reason);
    return this.endOrCancelPlaced(order, 'canceled', actor, reason);
  }

  async expire(order: Order): Promise<void> {
    const reason = order.status === 'placed' ? 'not paid again in time' : 'not paid in time';
    if (order.isPaymentUnderWay) return this.requestClose(order, 'expired', SYSTEM, reason);
    return this.endOrCancelPlaced(order, 'expired', SYSTEM, reason);
  }

  async close(order: Order): Promise<void> {
    if (!order.awaitsPayment || order.closeReason === null) return;
    return this.endOrCancelPlaced(order, order.closeReason, SYSTEM, 'the payment was stopped');
  }

  /** An order that was once placed is canceled, whatever ends it; any other may expire. */
  private endOrCancelPlaced(order: Order, how: CloseReason, actor: Actor, reason: string): Promise<void> {
    if (order.status === 'placed') return this.cancelPlaced(order, actor, reason);
    return this.end(order, how, actor, reason);
  }

  /** Cancels a placed order: goods go back in stock, and payments hear that the money must go back. */
  async cancelPlaced({ id }: Pick<Order, 'id'>, actor: Actor, reason: string): Promise<void> {
    await this.changes.make(
      id,
      { event: 'canceled', status: 'canceled', actor, note: reason },
      ({ total, paymentStatus }) => new OrderCanceled(id, total > 0 && isSecured(paymentStatus), reason),
    );
    await failpoint('orders.take_back_written');
    await this.inventory.restock(id);
  }

  async end({ id, isPaymentUnderWay }: Order, how: CloseReason, actor: Actor, reason: string): Promise<void> {
    await this.changes.make(
      id,
      { event: how, status: how, paymentStatus: isPaymentUnderWay ? 'none' : undefined, actor, note: reason },
      () => (how === 'canceled' ? new OrderCanceled(id, false, reason) : new OrderExpired(id)),
    );
    await failpoint('orders.end_written');
    // Last, because other shoppers wait for these rows.
    await this.inventory.release(id);
  }

  async completeWhenDone(order: ChangedOrder): Promise<void> {
    const { id, status, fulfillmentStatus, paymentStatus, total, canceledAmount } = order;
    const isPaid = isSettled(paymentStatus) || total === canceledAmount;
    if (status !== 'placed' || fulfillmentStatus !== 'fulfilled' || !isPaid) return;
    const completed = { event: 'completed', status: 'completed', actor: SYSTEM } as const;
    await this.changes.make(id, completed, () => new OrderCompleted(id));
  }

  private async requestClose({ id }: Order, wish: CloseReason, actor: Actor, note: string): Promise<void> {
    const asked = { event: 'close_requested', closeReason: wish, actor, note } as const;
    await this.changes.make(id, asked, () => new OrderCloseRequested(id, wish));
  }
}
