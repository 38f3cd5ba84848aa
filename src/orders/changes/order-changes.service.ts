import { Injectable } from '@nestjs/common';
import { IllegalTransition, NotFound } from '../../common/errors/errors.js';
import type { DomainEvent } from '../../common/events/domain-event.js';
import { Outbox } from '../../common/events/outbox.js';
import type { ChangedOrder, OrderChange } from './order-change.js';
import { OrderChangesRepository } from './order-changes.repository.js';
import { AXES, sourcesOf } from '../order-transitions.js';

/** The only way to change the state of an order. */
@Injectable()
export class OrderChangesService {
  constructor(
    private readonly repository: OrderChangesRepository,
    private readonly outbox: Outbox,
  ) {}

  /** Does nothing when the order already is in this state. Throws IllegalTransition for a step that is not allowed. */
  async make(
    orderId: string,
    change: OrderChange,
    announce: (order: ChangedOrder) => DomainEvent | undefined = () => undefined,
  ): Promise<ChangedOrder> {
    const order = await this.repository.make(orderId, change);
    if (!order) throw new NotFound('order');
    if (!order.isChanged) {
      refuseOtherStep(order, change);
      return order;
    }
    const fact = announce(order);
    if (fact) await this.outbox.publish(fact);
    return order;
  }
}

function refuseOtherStep({ before }: ChangedOrder, change: OrderChange): void {
  for (const axis of AXES) {
    const to = change[axis];
    if (to === undefined || sourcesOf(axis, to).includes(before[axis])) continue;
    throw new IllegalTransition(`${axis} of an order`, before[axis], to);
  }
}
