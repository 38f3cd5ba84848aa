import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Transaction } from '../common/database/transaction.js';
import { Fulfillment } from './entities/fulfillment.entity.js';
import { OrderCancellation } from './entities/order-cancellation.entity.js';
import type { Order } from './entities/order.entity.js';
import { OrderEvent } from './entities/order-event.entity.js';
import { OrderLine } from './entities/order-line.entity.js';

/** At most one statement for each table, for any number of orders. */
@Injectable()
export class OrderPartsRepository {
  constructor(private readonly transaction: Transaction) {}

  async addTo(orders: readonly Order[]): Promise<void> {
    if (orders.length === 0) return;
    const lines = await this.lines(orders.map(({ id }) => id));
    for (const order of orders) order.lines = lines.filter(({ orderId }) => orderId === order.id);
    await this.addStepsTo(orders);
  }

  /** For orders that have their lines. */
  async addStepsTo(orders: readonly Order[]): Promise<void> {
    const sent = orders.filter(({ fulfillmentStatus }) => fulfillmentStatus !== 'unfulfilled');
    const fulfillments = await this.fulfillments(sent.map(({ id }) => id));
    const canceled = orders.filter(({ lines }) => lines.some(({ canceledQuantity }) => canceledQuantity > 0));
    const cancellations = await this.cancellations(canceled.map(({ id }) => id));
    for (const order of orders) {
      order.fulfillments = fulfillments.filter(({ orderId }) => orderId === order.id);
      order.cancellations = cancellations.filter(({ orderId }) => orderId === order.id);
    }
  }

  /** Oldest first. */
  async addHistoryTo(order: Order): Promise<void> {
    order.events = await this.transaction.manager.find(OrderEvent, {
      where: { orderId: order.id },
      order: { version: 'ASC' },
    });
  }

  lines(orderIds: readonly string[]): Promise<OrderLine[]> {
    return this.transaction.manager.find(OrderLine, {
      where: { orderId: In(orderIds) },
      order: { orderId: 'ASC', position: 'ASC' },
    });
  }

  private cancellations(orderIds: readonly string[]): Promise<OrderCancellation[]> {
    if (orderIds.length === 0) return Promise.resolve([]);
    return this.transaction.manager.find(OrderCancellation, {
      where: { orderId: In(orderIds) },
      relations: { items: true },
      order: { id: 'ASC', items: { orderLineId: 'ASC' } },
    });
  }

  private fulfillments(orderIds: readonly string[]): Promise<Fulfillment[]> {
    if (orderIds.length === 0) return Promise.resolve([]);
    return this.transaction.manager.find(Fulfillment, {
      where: { orderId: In(orderIds) },
      relations: { items: true },
      order: { id: 'ASC', items: { orderLineId: 'ASC' } },
    });
  }
}
