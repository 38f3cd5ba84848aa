import { Injectable } from '@nestjs/common';
import { uuidv7 } from '../../common/database/ids.js';
import { Transaction } from '../../common/database/transaction.js';
import { NotFound } from '../../common/errors/errors.js';
import type { Principal } from '../../common/http/principal.js';
import { ClosingService } from '../closing/closing.service.js';
import { FulfillOrderDto } from '../dto/fulfill-order.dto.js';
import type { Order } from '../entities/order.entity.js';
import { FulfillmentRepository } from './fulfillment.repository.js';
import type { Actor } from '../changes/order-change.js';
import { OrderChangesService } from '../changes/order-changes.service.js';
import { isSecured } from '../order-transitions.js';
import { FulfillmentExceedsOrdered, OrderNotFulfillable } from '../orders.errors.js';
import { OrderFulfilled } from '../orders.events.js';
import { AS_SHOP } from '../order-access.js';
import { OrdersRepository } from '../orders.repository.js';
import { leavesNothing, pack } from './parcel.js';

@Injectable()
export class FulfillmentService {
  constructor(
    private readonly transaction: Transaction,
    private readonly orders: OrdersRepository,
    private readonly fulfillments: FulfillmentRepository,
    private readonly changes: OrderChangesService,
    private readonly closing: ClosingService,
  ) {}

  /** The money must be paid or authorized: captures usually follow the parcel. */
  fulfill(orderId: string, dto: FulfillOrderDto, user: Principal): Promise<Order> {
    return this.transaction.run(async () => {
      const order = await this.orders.lock(orderId, AS_SHOP);
      if (!order) throw new NotFound('order');
      refuseUnlessFulfillable(order);
      const lines = await this.orders.lines(orderId);
      const packed = pack(lines, dto.items);

      const { trackingNumber, carrier } = dto;
      const parcel = { id: uuidv7(), orderId, trackingNumber, carrier };
      const isRecorded = await this.fulfillments.record(parcel, packed);
      if (!isRecorded) throw new FulfillmentExceedsOrdered([]);

      await this.noteSent(orderId, parcel.id, leavesNothing(lines, packed), {
        kind: 'staff',
        userId: user.userId,
      });
      return (await this.orders.findWithParts(orderId, AS_SHOP))!;
    });
  }

  private async noteSent(
    orderId: string,
    fulfillmentId: string,
    isComplete: boolean,
    actor: Actor,
  ): Promise<void> {
    const fulfillmentStatus = isComplete ? 'fulfilled' : 'partially_fulfilled';
    const order = await this.changes.make(
      orderId,
      { event: 'fulfilled', fulfillmentStatus, actor, isNews: true },
      () => new OrderFulfilled(orderId, fulfillmentId, isComplete),
    );
    await this.closing.completeWhenDone(order);
  }
}

function refuseUnlessFulfillable(order: Order): void {
  if (order.status === 'placed' && (isSecured(order.paymentStatus) || order.price === 0)) return;
  throw new OrderNotFulfillable(
    `The order is ${order.status} and its payment ${order.paymentStatus}: only a placed and paid order is sent.`,
  );
}
