import { Injectable } from '@nestjs/common';
import { Counter } from 'prom-client';
import { OnEvent } from '../common/events/subscribe.decorator.js';
import { Metrics } from '../common/http/metrics/metrics.js';
import { OrderAuthorizationLost } from './orders.events.js';

@Injectable()
export class LostAuthorizations {
  private readonly lost: Counter;

  constructor(metrics: Metrics) {
    this.lost = new Counter({
      name: 'cartwright_authorizations_lost_total',
      help: 'Placed orders whose authorization lapsed or was voided at the provider before it was captured',
      registers: [metrics.registry],
    });
  }

  @OnEvent(OrderAuthorizationLost)
  count(): Promise<void> {
    this.lost.inc();
    return Promise.resolve();
  }
}
