import { Injectable } from '@nestjs/common';
import { uuidv7 } from '../../common/database/ids.js';
import { failpoint } from '../../common/failpoints/failpoint.js';
import type { Money } from '../../common/money/money.js';
import { InventoryFacade } from '../../inventory/index.js';
import { nextShare } from './canceled-share.js';
import { ClosingService } from '../closing/closing.service.js';
import type { OrderLine } from '../entities/order-line.entity.js';
import type { Order } from '../entities/order.entity.js';
import {
  type CanceledUnits,
  type Cancellation,
  ItemCancellationRepository,
} from './item-cancellation.repository.js';
import type { Actor } from '../changes/order-change.js';
import { OrderChangesService } from '../changes/order-changes.service.js';
import { wasPaid } from '../order-transitions.js';
import { CancellationExceedsOpen, OrderNotCancelable } from '../orders.errors.js';
import { OrderItemsCanceled } from '../orders.events.js';
import { OrdersRepository } from '../orders.repository.js';
import { type ItemQuantity, leavesNothing, type LineUnits, openUnits } from '../fulfillment/parcel.js';

/** The caller's transaction has locked the order. */
@Injectable()
export class ItemCancellationService {
  constructor(
    private readonly cancellations: ItemCancellationRepository,
    private readonly orders: OrdersRepository,
    private readonly changes: OrderChangesService,
    private readonly closing: ClosingService,
    private readonly inventory: InventoryFacade,
  ) {}

  /** Shipping stays due, unless nothing was sent and no unit is left: that cancels the order. */
  async cancel(order: Order, items: readonly ItemQuantity[], actor: Actor, reason: string): Promise<Money> {
    refuseUnlessCancelable(order, actor);
    const lines = await this.orders.lines(order.id);
    const canceled = openUnits(lines, items, CancellationExceedsOpen).map((units) => costOf(units, lines));
    const amount = canceled.reduce((all, { subtotal, discount, tax }) => all + subtotal - discount + tax, 0);
    const cancellation = { id: uuidv7(), orderId: order.id, amount, reason };
    const isRecorded = await this.cancellations.record(cancellation, canceled);
    if (!isRecorded) throw new CancellationExceedsOpen([]);
    order.canceledAmount += amount;
    await failpoint('orders.item_cancellation_written');

    const isLast = leavesNothing(lines, canceled);
    if (isLast && order.fulfillmentStatus === 'unfulfilled') {
      await this.closing.cancel(order, actor, reason);
    } else {
      await this.tell(order, cancellation, isLast, actor);
      // Last, because other shoppers wait for these rows.
      await this.inventory.putBack(order.id, canceled);
    }
    return order.money(amount);
  }

  private async tell(order: Order, { id, amount, reason }: Cancellation, isLast: boolean, actor: Actor) {
    const changed = await this.changes.make(
      order.id,
      {
        event: 'items_canceled',
        fulfillmentStatus: isLast ? 'fulfilled' : undefined,
        paymentStatus: owesNothing(order) ? 'paid' : undefined,
        actor,
        note: reason,
        isNews: true,
      },
      () => new OrderItemsCanceled(order.id, id, order.money(amount)),
    );
    await this.closing.completeWhenDone(changed);
  }
}

/** The shopper may cancel until goods leave; after that only staff, who know what is in the parcel. */
function refuseUnlessCancelable(order: Order, { kind }: Actor): void {
  const isAllowed = kind === 'staff' || order.fulfillmentStatus === 'unfulfilled';
  if (order.status !== 'placed' || !isAllowed) throw new OrderNotCancelable(order);
}

/** All that was due again is canceled: like a free order, it counts as paid. */
const owesNothing = (order: Order): boolean =>
  order.price === 0 && !wasPaid(order.paymentStatus) && !order.isPaymentUnderWay;

function costOf({ lineId, quantity }: LineUnits, lines: readonly OrderLine[]): CanceledUnits {
  const line = lines.find(({ id }) => id === lineId)!;
  return { lineId, variantId: line.variantId, quantity, ...nextShare(line, quantity) };
}
