import { ApiProperty } from '@nestjs/swagger';
import { type ShownWebhook, WEBHOOK_STATUSES, type WebhookStatus } from '../shown-webhook.js';

/** An event of a payment provider whose signature was right. */
export class WebhookResponse {
  /** UUIDv7. */
  @ApiProperty({ format: 'uuid', example: '0199c5a0-8b3c-7f5e-a2d0-6b9f7a4e3d12' })
  id: string;

  /** Name of the provider. */
  @ApiProperty({ example: 'test' })
  provider: string;

  /** The provider's id of the event. */
  @ApiProperty({ example: 'evt_1' })
  eventId: string;

  /** The provider's word for what has happened. */
  @ApiProperty({ example: 'charge.updated' })
  type: string;

  /** The provider's id of what it is about; null if the event names none. */
  @ApiProperty({ type: String, nullable: true, example: 'ch_1' })
  chargeReference: string | null;

  /** `received`: the shop will ask the provider, again if need be. `parked`: it has given up; see `detail`. */
  @ApiProperty({ enum: WEBHOOK_STATUSES, example: 'applied' })
  status: WebhookStatus;

  /** Why it is parked; null if it is not. */
  @ApiProperty({ type: String, nullable: true, example: null })
  detail: string | null;

  /** How often it had to be put off. */
  @ApiProperty({ example: 0 })
  attempts: number;

  /** When it came. */
  @ApiProperty({ example: '2026-03-01T09:30:00.000Z' })
  receivedAt: Date;

  /** When it was applied or parked; null while it waits. */
  @ApiProperty({ type: Date, nullable: true, example: '2026-03-01T09:30:01.000Z' })
  settledAt: Date | null;

  /** When staff last had it applied again; null if they never did. */
  @ApiProperty({ type: Date, nullable: true, example: null })
  retriedAt: Date | null;

  static from(webhook: ShownWebhook): WebhookResponse {
    return { ...webhook };
  }
}
