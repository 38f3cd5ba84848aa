import { Injectable } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { expect, it } from 'vitest';
import { DomainEvent } from './domain-event.js';
import { HandlersRegistry } from './handlers.registry.js';
import { OnEvent, QueuedAs } from './subscribe.decorator.js';

class ShelfFilled extends DomainEvent {
  static override readonly type = 'shelves.filled';
  readonly aggregateId = 'shelf';
}

@QueuedAs('ShelfListener')
@Injectable()
class ShelfSubscriber {
  @OnEvent(ShelfFilled)
  async count(): Promise<void> {}
}

@Injectable()
class Clerk {
  @OnEvent(ShelfFilled)
  async note(): Promise<void> {}
}

it('A subscriber is known by its class and method, or by the class name that it had before', async () => {
  const shop = await Test.createTestingModule({
    imports: [DiscoveryModule],
    providers: [HandlersRegistry, ShelfSubscriber, Clerk],
  }).compile();
  expect(shop.get(HandlersRegistry).subscribersOf('shelves.filled')).toEqual([
    'ShelfListener.count',
    'Clerk.note',
  ]);
});
