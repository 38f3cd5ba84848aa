import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { PageQuery } from '../../common/http/pagination.js';
import { WEBHOOK_STATUSES, type WebhookStatus } from '../shown-webhook.js';

/** Filters for the list of webhooks. */
export class ListWebhooksQuery extends PageQuery {
  /** Only webhooks with this status. */
  @ApiProperty({ required: false, enum: WEBHOOK_STATUSES, example: 'parked' })
  @IsOptional()
  @IsIn(WEBHOOK_STATUSES)
  status?: WebhookStatus;
}
