import { ApiProperty } from '@nestjs/swagger';
import { type ActorKind, type OrderEvent, type OrderEventType } from '../entities/order-event.entity.js';
import type { FulfillmentStatus, OrderPaymentStatus, OrderStatus } from '../order-transitions.js';

export class OrderEventResponse {
  /** What happened. */
  @ApiProperty({ type: String, example: 'placed' })
  type: OrderEventType;

  /** Status of the order after the step. */
  @ApiProperty({ type: String, example: 'placed' })
  status: OrderStatus;

  /** Payment status after the step. */
  @ApiProperty({ type: String, example: 'paid' })
  paymentStatus: OrderPaymentStatus;

  /** Fulfillment status after the step. */
  @ApiProperty({ type: String, example: 'unfulfilled' })
  fulfillmentStatus: FulfillmentStatus;

  /** Who acted: `shopper`, `staff`, or `system` for the shop itself. */
  @ApiProperty({ type: String, example: 'system' })
  actor: ActorKind;

  /** The account that acted; null for guests and the system. */
  @ApiProperty({ type: String, format: 'uuid', nullable: true, example: null })
  actorId: string | null;

  /** Reason of the step, in words. */
  @ApiProperty({ type: String, nullable: true, example: null })
  note: string | null;

  /** When it happened. */
  @ApiProperty({ type: 'string', format: 'date-time', example: '2026-11-23T10:01:12.000Z' })
  occurredAt: Date;

  static from(event: OrderEvent): OrderEventResponse {
    const { type, status, paymentStatus, fulfillmentStatus, actor, actorId, note, occurredAt } = event;
    const facts = { type, status, paymentStatus, fulfillmentStatus, actor, actorId, note, occurredAt };
    return Object.assign(new OrderEventResponse(), facts);
  }
}
