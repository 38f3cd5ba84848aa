import { Injectable } from '@nestjs/common';
import type { EventFacts } from '../../common/events/domain-event.js';
import { OnEvent, Promptly } from '../../common/events/subscribe.decorator.js';
import { AvailabilityChanged } from '../../inventory/index.js';
import { Availability } from './availability.js';

/** Keeps what the catalog shows of availability, from what inventory tells. */
@Injectable()
export class AvailabilitySubscriber {
  constructor(private readonly availability: Availability) {}

  /** It does not matter how late the news is, or how often it comes. */
  @OnEvent(AvailabilityChanged)
  updateAvailability({ variantId }: EventFacts<AvailabilityChanged>): Promise<void> {
    return this.availability.follow(variantId);
  }

  /** For staff, whose next read is to show the stock that they set. */
  @Promptly(AvailabilityChanged)
  showAvailability({ variantId }: EventFacts<AvailabilityChanged>): Promise<void> {
    return this.availability.show([variantId]);
  }
}
