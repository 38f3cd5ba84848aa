import { Injectable } from '@nestjs/common';
import { And, type FindOneOptions, type FindOptionsWhere, IsNull, LessThan, MoreThanOrEqual } from 'typeorm';
import { Transaction } from '../common/database/transaction.js';
import { DerivedSecrets } from '../common/http/derived-secret.js';
import type { ListOrdersQuery } from './dto/list-orders.query.js';
import type { OrderLine } from './entities/order-line.entity.js';
import { Order } from './entities/order.entity.js';
import { ORDER_TOKEN, type OrderAccess } from './order-access.js';
import { OrderPartsRepository } from './order-parts.repository.js';

type Lock = FindOneOptions<Order>['lock'];

/** Each query checks who asks. */
@Injectable()
export class OrdersRepository {
  constructor(
    private readonly transaction: Transaction,
    private readonly parts: OrderPartsRepository,
    private readonly secrets: DerivedSecrets,
  ) {}

  async findWithParts(id: string, access: OrderAccess): Promise<Order | null> {
    const order = await this.withLines(this.openedBy(id, access));
    if (!order) return null;
    await this.parts.addStepsTo([order]);
    if (access.staff === true) await this.parts.addHistoryTo(order);
    return order;
  }

  /** Takes no lock. */
  find(id: string, access: OrderAccess): Promise<Order | null> {
    return this.one(this.openedBy(id, access));
  }

  async isVisible(id: string, access: OrderAccess): Promise<boolean> {
    const where = this.openedBy(id, access);
    return where.length > 0 && (await this.transaction.manager.existsBy(Order, where));
  }

  /** Everybody who changes an order, its payment, stock or parts locks it first: no two transactions deadlock. */
  lock(id: string, access: OrderAccess): Promise<Order | null> {
    return this.one(this.openedBy(id, access), { mode: 'pessimistic_write' });
  }

  lines(orderId: string): Promise<OrderLine[]> {
    return this.parts.lines([orderId]);
  }

  /** Newest first; at most one more than the page. */
  async page(
    query: ListOrdersQuery,
    customerId: string | undefined,
    beforeId: string | undefined,
  ): Promise<Order[]> {
    const orders = await this.transaction.manager.find(Order, {
      where: {
        ...(customerId !== undefined && { customerId }),
        ...(beforeId !== undefined && { id: LessThan(beforeId) }),
        ...filtersOf(query),
      },
      order: { id: 'DESC' },
      take: query.limit + 1,
    });
    await this.parts.addTo(orders);
    return orders;
  }

  private one(where: FindOptionsWhere<Order>[], lock?: Lock): Promise<Order | null> {
    if (where.length === 0) return Promise.resolve(null);
    return this.transaction.manager.findOne(Order, { where, lock });
  }

  /** In one statement; `findOne` would use another one to find the order's key. */
  private async withLines(where: FindOptionsWhere<Order>[]): Promise<Order | null> {
    if (where.length === 0) return null;
    const [order] = await this.transaction.manager.find(Order, {
      where,
      relations: { lines: true },
      order: { lines: { position: 'ASC' } },
    });
    return order ?? null;
  }

  /** One condition for each valid proof; without any the caller may see nothing. */
  private openedBy(id: string, { userId, orderToken, staff }: OrderAccess): FindOptionsWhere<Order>[] {
    if (staff === true) return [{ id }];
    const where: FindOptionsWhere<Order>[] = [];
    if (userId !== undefined) where.push({ id, customerId: userId });
    if (this.secrets.matches(ORDER_TOKEN, id, orderToken)) where.push({ id, customerId: IsNull() });
    return where;
  }
}

function filtersOf(query: ListOrdersQuery): FindOptionsWhere<Order> {
  const { status, paymentStatus, fulfillmentStatus, email, number, createdFrom, createdTo } = query;
  const since = createdFrom === undefined ? undefined : MoreThanOrEqual(new Date(createdFrom));
  const until = createdTo === undefined ? undefined : LessThan(new Date(createdTo));
  return {
    ...(status && { status }),
    ...(paymentStatus && { paymentStatus }),
    ...(fulfillmentStatus && { fulfillmentStatus }),
    ...(email && { email }),
    ...(number && { number }),
    ...((since ?? until) && { createdAt: since && until ? And(since, until) : (since ?? until) }),
  };
}
