import { Injectable } from '@nestjs/common';
import { CartFacade } from '../../cart/index.js';
import { InventoryFacade } from '../../inventory/index.js';
import { OrdersConfig } from '../orders.config.js';
import { type MoneylessOrder, MoneylessOrdersRepository } from './moneyless-orders.repository.js';

@Injectable()
export class MoneylessOrdersService {
  constructor(
    private readonly orders: MoneylessOrdersRepository,
    private readonly carts: CartFacade,
    private readonly inventory: InventoryFacade,
    private readonly config: OrdersConfig,
  ) {}

  lock(limit: number, after?: MoneylessOrder): Promise<MoneylessOrder[]> {
    const days = this.config.unpaidRetentionDays;
    return days === 0 ? Promise.resolve([]) : this.orders.lock(days, limit, after);
  }

  async remove(orders: readonly MoneylessOrder[]): Promise<void> {
    const ids = orders.map(({ id }) => id);
    await this.orders.remove(ids);
    await this.carts.forget(orders.map(({ cartId }) => cartId));
    await this.inventory.forget(ids);
  }
}
