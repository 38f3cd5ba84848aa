import { Injectable } from '@nestjs/common';
import type { EventFacts } from '../../common/events/domain-event.js';
import { OnEvent, QueuedAs } from '../../common/events/subscribe.decorator.js';
import { failpoint } from '../../common/failpoints/failpoint.js';
import { OrderCanceled, OrderCloseRequested, OrderItemsCanceled } from '../../orders/index.js';
import { PaymentCompletion } from '../completion/payment-completion.js';
import { PaymentResolver } from './payment-resolver.js';
import { ACTIVE } from '../payment-status.js';
import { PaymentsRepository } from '../completion/payments.repository.js';

@QueuedAs('OrderEventsListener')
@Injectable()
export class OrderEventsSubscriber {
  constructor(
    private readonly payments: PaymentsRepository,
    private readonly resolver: PaymentResolver,
    private readonly completion: PaymentCompletion,
  ) {}

  /** Its outcome reaches the order by PaymentCompletion. */
  @OnEvent(OrderCloseRequested)
  async stopCollecting({ orderId }: EventFacts<OrderCloseRequested>): Promise<void> {
    for (const payment of await this.payments.ofOrder(orderId)) {
      if (ACTIVE.has(payment.status) || payment.status === 'review') await this.resolver.resolve(payment.id);
    }
  }

  @OnEvent(OrderItemsCanceled)
  async giveBackItems({ orderId }: EventFacts<OrderItemsCanceled>): Promise<void> {
    for (const payment of await this.payments.ofOrder(orderId)) {
      if (payment.authorizedAmount === 0 || payment.unwindReason !== null) continue;
      await this.completion.recount(payment);
      await failpoint('payments.recount_committed');
      await this.resolver.resolve(payment.id);
    }
  }

  @OnEvent(OrderCanceled)
  async giveBack({ orderId }: EventFacts<OrderCanceled>): Promise<void> {
    await failpoint('payments.unwinding_begins');
    for (const payment of await this.payments.ofOrder(orderId)) {
      if (!(await this.payments.unwind(payment.id, 'order_canceled'))) continue;
      await failpoint('payments.unwinding_committed');
      await this.resolver.resolve(payment.id);
    }
  }
}
