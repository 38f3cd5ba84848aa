import { Injectable } from '@nestjs/common';
import { NotFound } from '../common/errors/errors.js';
import { DerivedSecrets } from '../common/http/derived-secret.js';
import { Cursors, Page } from '../common/http/pagination.js';
import type { Principal } from '../common/http/principal.js';
import { ListOrdersQuery } from './dto/list-orders.query.js';
import { OrderResponse } from './dto/order.response.js';
import { PlaceOrderDto } from './dto/place-order.dto.js';
import { ORDER_TOKEN, type OrderAccess } from './order-access.js';
import { OrdersRepository } from './orders.repository.js';
import { PlacementService } from './placement/placement.service.js';

/** Orders, as shoppers and staff see them. */
@Injectable()
export class OrdersService {
  constructor(
    private readonly placement: PlacementService,
    private readonly orders: OrdersRepository,
    private readonly secrets: DerivedSecrets,
    private readonly cursors: Cursors,
  ) {}

  /** Orders a cart; a guest gets the token that opens it. */
  async place(dto: PlaceOrderDto, user?: Principal, network?: string): Promise<OrderResponse> {
    const order = await this.placement.place(dto, { customerId: user?.userId, network });
    const accessToken = order.customerId === null ? this.secrets.derive(ORDER_TOKEN, order.id) : undefined;
    return OrderResponse.from(order, { accessToken });
  }

  /** Newest first: the customer's own, or all for staff. */
  async list(query: ListOrdersQuery, user: Principal): Promise<Page<OrderResponse>> {
    const isStaff = user.permissions.has('orders:read');
    const { limit, cursor, ...filters } = query;
    const scope = `orders:${isStaff ? 'all' : user.userId}:${JSON.stringify(filters)}`;
    const [beforeId] = this.cursors.decode(scope, cursor) ?? [];
    const rows = await this.orders.page(
      query,
      isStaff ? undefined : user.userId,
      beforeId as string | undefined,
    );
    const page = this.cursors.page(rows, limit, scope, (last) => [last.id]);
    return new Page(
      page.items.map((order) => OrderResponse.from(order, { isStaff })),
      page.nextCursor,
    );
  }

  async get(id: string, access: OrderAccess): Promise<OrderResponse> {
    const order = await this.orders.findWithParts(id, access);
    if (!order) throw new NotFound('order');
    return OrderResponse.from(order, { isStaff: access.staff });
  }
}
