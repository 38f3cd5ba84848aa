import { Injectable } from '@nestjs/common';
import type { EventFacts } from '../../common/events/domain-event.js';
import { OnEvent, Promptly } from '../../common/events/subscribe.decorator.js';
import { AvailabilityChanged } from '../../inventory/index.js';
import { Availability } from './availability.js';

/** Updates shown availability from inventory's events. */
@Injectable()
export class AvailabilitySubscriber {
  constructor(private readonly availability: Availability) {}

  /** Events may be late or repeated. */
  @OnEvent(AvailabilityChanged)
  updateAvailability({ variantId }: EventFacts<AvailabilityChanged>): Promise<void> {
    return this.availability.follow(variantId);
  }

  /** Makes a staff change visible to their next read. */
  @Promptly(AvailabilityChanged)
  showAvailability({ variantId }: EventFacts<AvailabilityChanged>): Promise<void> {
    return this.availability.show([variantId]);
  }
}
