import { Injectable } from '@nestjs/common';
import { CartFacade } from '../../cart/index.js';
import { InventoryFacade } from '../../inventory/index.js';
import { OrdersConfig } from '../orders.config.js';
import { type UnpaidOrder, UnpaidOrdersRepository } from './unpaid-orders.repository.js';

@Injectable()
export class UnpaidOrdersService {
  constructor(
    private readonly orders: UnpaidOrdersRepository,
    private readonly carts: CartFacade,
    private readonly inventory: InventoryFacade,
    private readonly config: OrdersConfig,
  ) {}

  lock(limit: number, after?: UnpaidOrder): Promise<UnpaidOrder[]> {
    const days = this.config.unpaidRetentionDays;
    return days === 0 ? Promise.resolve([]) : this.orders.lock(days, limit, after);
  }

  async remove(orders: readonly UnpaidOrder[]): Promise<void> {
    const ids = orders.map(({ id }) => id);
    await this.orders.remove(ids);
    await this.carts.forget(orders.map(({ cartId }) => cartId));
    await this.inventory.forget(ids);
  }
}
