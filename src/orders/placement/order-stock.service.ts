import { Injectable } from '@nestjs/common';
import { type HoldLimit, InsufficientStock, InventoryFacade } from '../../inventory/index.js';
import { ClosingService } from '../closing/closing.service.js';
import { Order } from '../entities/order.entity.js';
import { SYSTEM } from '../changes/order-change.js';
import { OrdersConfig } from '../orders.config.js';
import { AS_SHOP } from '../order-access.js';
import { OrdersRepository } from '../orders.repository.js';

/** The stock of an order: held while it waits for its payment, committed with the money. */
@Injectable()
export class OrderStockService {
  constructor(
    private readonly inventory: InventoryFacade,
    private readonly orders: OrdersRepository,
    private readonly closing: ClosingService,
    private readonly config: OrdersConfig,
  ) {}

  /** Seconds that a new order holds its stock. */
  get firstHoldSeconds(): number {
    return this.config.holdSeconds;
  }

  /** Seconds that an order holds its stock from the start of a payment. */
  get holdSeconds(): number {
    return this.config.paymentTtlSeconds;
  }

  /** Seconds that a placed order keeps its stock after its authorization was lost. */
  get keepSeconds(): number {
    return this.config.repaymentTtlSeconds;
  }

  /** Reserves all lines of a new order, or throws InsufficientStock or HoldTooLarge. A free order commits its stock at once. */
  async hold(order: Order, limit?: HoldLimit): Promise<void> {
    await this.inventory.reserve(order.id, order.lines, this.firstHoldSeconds, limit);
    if (order.status === 'placed') await this.inventory.commit(order.id);
  }

  async prolong(orderId: string): Promise<void> {
    await this.inventory.extend(orderId, this.holdSeconds);
  }

  /**
   * Takes the order's units off the shelf, and reserves them again if their hold was lost. Returns false when the order
   * has ended, or ends it when the units are gone.
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
