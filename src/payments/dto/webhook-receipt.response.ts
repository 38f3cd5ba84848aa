import { ApiProperty } from '@nestjs/swagger';

/** The event is stored; the provider need not send it again. */
export class WebhookReceiptResponse {
  /** Always true. */
  @ApiProperty({ example: true })
  received: true;

  static readonly RECEIVED: WebhookReceiptResponse = { received: true };
}
