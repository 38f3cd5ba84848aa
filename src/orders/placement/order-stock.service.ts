import { Injectable } from '@nestjs/common';
import { InsufficientStock, InventoryFacade } from '../../inventory/index.js';
import { ClosingService } from '../closing/closing.service.js';
import { Order } from '../entities/order.entity.js';
import { SYSTEM } from '../changes/order-change.js';
import { OrdersConfig } from '../orders.config.js';
import { AS_SHOP } from '../order-access.js';
import { OrdersRepository } from '../orders.repository.js';

/** The stock behind an order: held while it waits for its payment, committed with the money. */
@Injectable()
export class OrderStockService {
  constructor(
    private readonly inventory: InventoryFacade,
    private readonly orders: OrdersRepository,
    private readonly closing: ClosingService,
    private readonly config: OrdersConfig,
  ) {}

  /** Seconds that stock is held for a new order. */
  get firstHoldSeconds(): number {
    return this.config.holdSeconds;
  }

  /** Seconds that stock is held for an order from the start of a payment on. */
  get holdSeconds(): number {
    return this.config.paymentTtlSeconds;
  }

  /** Seconds that a placed order keeps its stock after the authorization for it was lost. */
  get keepSeconds(): number {
    return this.config.repaymentTtlSeconds;
  }

  /** Reserves all lines of a new order, or throws InsufficientStock. What costs nothing is committed at once. */
  async hold(order: Order): Promise<void> {
    await this.inventory.reserve(order.id, order.lines, this.firstHoldSeconds);
    if (order.status === 'placed') await this.inventory.commit(order.id);
  }

  async prolong(orderId: string): Promise<void> {
    await this.inventory.extend(orderId, this.holdSeconds);
  }

  /**
   * Takes the order's units off the shelf. When the hold on them was lost, they are reserved again; when they are gone,
   * the order ends, since it can no longer be kept. Gives false then, and for an order that had ended before.
   */
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
