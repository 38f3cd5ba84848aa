import { DomainEvent } from '../common/events/domain-event.js';

/**
 * A variant ran out of units that can be reserved, or has some again. Told only when the count crosses zero; by the
 * time it is heard the count may have crossed again, so ask `InventoryFacade.available` for what is true now.
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
