import { DomainEvent } from '../common/events/domain-event.js';

/** A product was made, or any part of it was changed. What it is now stands in the catalog, under this version. */
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
