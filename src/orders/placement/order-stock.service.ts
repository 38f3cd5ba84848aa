import { Injectable } from '@nestjs/common';
import { type HoldLimit, InsufficientStock, InventoryFacade } from '../../inventory/index.js';
import { ClosingService } from '../closing/closing.service.js';
import { Order } from '../entities/order.entity.js';
import { SYSTEM } from '../changes/order-change.js';
import { OrdersConfig } from '../orders.config.js';
import { AS_SHOP } from '../order-access.js';
import { OrdersRepository } from '../orders.repository.js';

/** Held while the order waits for its payment, committed with the money. */
@Injectable()
export class OrderStockService {
  constructor(
    private readonly inventory: InventoryFacade,
    private readonly orders: OrdersRepository,
    private readonly closing: ClosingService,
    private readonly config: OrdersConfig,
  ) {}

  get firstHoldSeconds(): number {
    return this.config.holdSeconds;
  }

  get holdSeconds(): number {
    return this.config.paymentTtlSeconds;
  }

  get keepSeconds(): number {
    return this.config.repaymentTtlSeconds;
  }

  /** A free order commits its stock at once. */
  async hold(order: Order, limit?: HoldLimit): Promise<void> {
    await this.inventory.reserve(order.id, order.lines, this.firstHoldSeconds, limit);
    if (order.status === 'placed') await this.inventory.commit(order.id);
  }

  async prolong(orderId: string): Promise<void> {
    await this.inventory.extend(orderId, this.holdSeconds);
  }

  /** Reserves the units again if their hold was lost, or ends the order. Returns false when it has ended. */
  async commit(orderId: string): Promise<boolean> {
    if (await this.inventory.commit(orderId)) return true;
    const order = await this.orders.lock(orderId, AS_SHOP);
    if (order?.status !== 'pending_payment') return false;
    try {
      await this.inventory.reserve(orderId, await this.orders.lines(orderId), this.holdSeconds);
    } catch (error) {
      if (!(error instanceof InsufficientStock)) throw error;
      await this.closing.end(order, 'canceled', SYSTEM, 'out of stock');
      return false;
    }
    return this.inventory.commit(orderId);
  }
}
