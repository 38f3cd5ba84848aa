import { DomainEvent } from '../common/events/domain-event.js';

/**
 * A variant ran out of units that can be reserved, or has some again. The count may have crossed zero again when you
 * hear this, so ask `InventoryFacade.available` for the current state.
 */
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
