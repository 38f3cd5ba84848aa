import { DomainEvent } from '../common/events/domain-event.js';

/** A product, or any part of it, was created or changed. The catalog holds its state under this version. */
export class ProductChanged extends DomainEvent {
  static override readonly type = 'catalog.product_changed';

  constructor(
    readonly productId: string,
    readonly version: number,
  ) {
    super();
  }

  override get aggregateId(): string {
    return this.productId;
  }
}
