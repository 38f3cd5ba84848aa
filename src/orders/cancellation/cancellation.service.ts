import { Injectable } from '@nestjs/common';
import { Transaction } from '../../common/database/transaction.js';
import { NotFound } from '../../common/errors/errors.js';
import { failpoint } from '../../common/failpoints/failpoint.js';
import { ClosingService } from '../closing/closing.service.js';
import { CancelOrderDto } from '../dto/cancel-order.dto.js';
import type { Order } from '../entities/order.entity.js';
import type { OrderAccess } from '../order-access.js';
import type { Actor } from '../changes/order-change.js';
import { ItemCancellationService } from './item-cancellation.service.js';
import { OrdersRepository } from '../orders.repository.js';
import { OrdersService } from '../orders.service.js';

@Injectable()
export class CancellationService {
  constructor(
    private readonly transaction: Transaction,
    private readonly repository: OrdersRepository,
    private readonly closing: ClosingService,
    private readonly items: ItemCancellationService,
    private readonly orders: OrdersService,
  ) {}

  /** Cancels the order, or requests it while a payment is under way; with items, cancels only those. */
  cancel(id: string, access: OrderAccess, { items, reason }: CancelOrderDto): Promise<Order> {
    return this.transaction.run(async () => {
      const order = await this.repository.lock(id, access);
      if (!order) throw new NotFound('order');
      const actor = actorOn(order, access);
      const note = reason ?? `canceled by ${actor.kind}`;
      if (items) await this.items.cancel(order, items, actor, note);
      else await this.closing.cancel(order, actor, note);
      await failpoint('orders.cancellation_written');
      return this.orders.get(id, access);
    });
  }
}

/** Everyone who may act for the shop acts as staff, except on their own order. */
function actorOn(order: Order, { userId, staff }: OrderAccess): Actor {
  const isOwn = userId !== undefined && order.customerId === userId;
  return { kind: staff === true && !isOwn ? 'staff' : 'shopper', userId };
}
