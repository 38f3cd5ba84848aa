import { ApiProperty } from '@nestjs/swagger';

export class WebhookReceiptResponse {
  /** Always true. */
  @ApiProperty({ example: true })
  received: true;

  static readonly RECEIVED: WebhookReceiptResponse = { received: true };
}
