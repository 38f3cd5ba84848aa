import { DomainEvent } from '../common/events/domain-event.js';

/** A variant ran out, or has units again. Ask `InventoryFacade.available` for its current state. */
export class AvailabilityChanged extends DomainEvent {
  static override readonly type = 'inventory.availability_changed';

  constructor(
    readonly variantId: string,
    readonly available: boolean,
  ) {
    super();
  }

  override get aggregateId(): string {
    return this.variantId;
  }
}
