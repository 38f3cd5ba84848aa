import { Injectable } from '@nestjs/common';
import { CartFacade } from '../../cart/index.js';
import { Transaction } from '../../common/database/transaction.js';
import { NotFound } from '../../common/errors/errors.js';
import { Outbox } from '../../common/events/outbox.js';
import { failpoint } from '../../common/failpoints/failpoint.js';
import type { Money } from '../../common/money/money.js';
import { PlaceOrderDto } from '../dto/place-order.dto.js';
import { Order } from '../entities/order.entity.js';
import { newOrder } from './new-order.js';
import { OrderStockService } from './order-stock.service.js';
import { CartNotFound, PriceChanged } from '../orders.errors.js';
import { OrderCreated, OrderPlaced } from '../orders.events.js';
import { OpenOrders } from './open-orders.js';
import { PlacementRepository } from './placement.repository.js';

export interface Orderer {
  readonly customerId?: string;
  /** Undefined for an order that was made here. */
  readonly network?: string;
}

@Injectable()
export class PlacementService {
  constructor(
    private readonly transaction: Transaction,
    private readonly carts: CartFacade,
    private readonly placements: PlacementRepository,
    private readonly open: OpenOrders,
    private readonly stock: OrderStockService,
    private readonly outbox: Outbox,
  ) {}

  /** A cart that was ordered returns the same order again. A refused one stays as it was. */
  orderCart(dto: PlaceOrderDto, { customerId, network }: Orderer): Promise<Order> {
    return this.transaction.run(async () => {
      const cart = await this.take(dto.cartId, customerId);
      if (cart.alreadyOrdered) return this.orderedBefore(dto.cartId, customerId);
      if (!isSame(dto.expectedTotal, cart.totals.total)) throw new PriceChanged(cart.totals);

      await failpoint('orders.cart_taken');
      const order = newOrder(cart, network ?? null);
      const limit = await this.open.admit(order);
      const isWritten = await this.placements.insert(order, this.stock.firstHoldSeconds);
      if (!isWritten) return this.orderedBefore(dto.cartId, customerId);

      await this.outbox.publish(...factsOf(order));
      await failpoint('orders.order_written');
      // Last before the commit: everyone who wants the same goods waits for these rows.
      await this.stock.hold(order, limit);
      await failpoint('orders.stock_held');
      return order;
    });
  }

  /** The body names the cart, so another shopper's cart is no 404. */
  private async take(cartId: string, customerId: string | undefined) {
    try {
      return await this.carts.takeForOrder(cartId, customerId);
    } catch (error) {
      throw error instanceof NotFound ? new CartNotFound('cartId') : error;
    }
  }

  private async orderedBefore(cartId: string, customerId: string | undefined): Promise<Order> {
    const order = await this.placements.findByCart(cartId, customerId);
    if (!order) throw new CartNotFound('cartId');
    return order;
  }
}

const isSame = (expected: Money | undefined, total: Money): boolean =>
  expected === undefined || (expected.amount === total.amount && expected.currency === total.currency);

function factsOf(order: Order) {
  const { id, number, customerId, paymentStatus } = order;
  const total = order.money(order.total);
  const created = new OrderCreated(id, number, customerId, total);
  return order.status === 'placed'
    ? [created, new OrderPlaced(id, number, customerId, total, paymentStatus)]
    : [created];
}
