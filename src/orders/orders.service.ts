import { Injectable } from '@nestjs/common';
import { NotFound } from '../common/errors/errors.js';
import { type DerivedSecret, DerivedSecrets } from '../common/http/derived-secret.js';
import { Cursors, type Page } from '../common/http/pagination.js';
import type { Principal } from '../common/http/principal.js';
import { ListOrdersQuery } from './dto/list-orders.query.js';
import { PlaceOrderDto } from './dto/place-order.dto.js';
import type { Order } from './entities/order.entity.js';
import { ORDER_TOKEN, type OrderAccess } from './order-access.js';
import { OrdersRepository } from './orders.repository.js';
import { PlacementService } from './placement/placement.service.js';

export interface NewOrder {
  readonly order: Order;
  readonly accessToken?: DerivedSecret;
}

@Injectable()
export class OrdersService {
  constructor(
    private readonly placement: PlacementService,
    private readonly orders: OrdersRepository,
    private readonly secrets: DerivedSecrets,
    private readonly cursors: Cursors,
  ) {}

  async orderCart(dto: PlaceOrderDto, user?: Principal, network?: string): Promise<NewOrder> {
    const order = await this.placement.orderCart(dto, { customerId: user?.userId, network });
    const accessToken = order.customerId === null ? this.secrets.derive(ORDER_TOKEN, order.id) : undefined;
    return { order, accessToken };
  }

  async list(query: ListOrdersQuery, user: Principal): Promise<Page<Order>> {
    const isStaff = user.permissions.has('orders:read');
    const { limit, cursor, ...filters } = query;
    const scope = `orders:${isStaff ? 'all' : user.userId}:${JSON.stringify(filters)}`;
    const [beforeId] = this.cursors.decode(scope, cursor) ?? [];
    const rows = await this.orders.page(
      query,
      isStaff ? undefined : user.userId,
      beforeId as string | undefined,
    );
    return this.cursors.page(rows, limit, scope, (last) => [last.id]);
  }

  async get(id: string, access: OrderAccess): Promise<Order> {
    const order = await this.orders.findWithParts(id, access);
    if (!order) throw new NotFound('order');
    return order;
  }
}
