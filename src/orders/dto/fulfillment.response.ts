import { ApiProperty } from '@nestjs/swagger';
import type { Fulfillment } from '../entities/fulfillment.entity.js';
import { ItemQuantityResponse } from './item-quantity.response.js';

export class FulfillmentResponse {
  /** Id of the fulfillment. */
  @ApiProperty({ format: 'uuid', example: '0199c5a0-6b1e-7c3f-9a53-0d6f3f0f5b13' })
  id: string;

  /** Sent items. */
  items: ItemQuantityResponse[];

  /** The carrier's number of the parcel. */
  @ApiProperty({ type: String, nullable: true, example: '1Z999AA10123456784' })
  trackingNumber: string | null;

  /** Name of the carrier. */
  @ApiProperty({ type: String, nullable: true, example: 'UPS' })
  carrier: string | null;

  /** When the goods were sent. */
  @ApiProperty({ type: 'string', format: 'date-time', example: '2026-11-24T09:30:00.000Z' })
  createdAt: Date;

  static from(fulfillment: Fulfillment): FulfillmentResponse {
    return Object.assign(new FulfillmentResponse(), {
      id: fulfillment.id,
      items: fulfillment.items.map((item) => ItemQuantityResponse.from(item)),
      trackingNumber: fulfillment.trackingNumber,
      carrier: fulfillment.carrier,
      createdAt: fulfillment.createdAt,
    });
  }
}
