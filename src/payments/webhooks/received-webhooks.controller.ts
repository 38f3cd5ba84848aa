import { Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiTags } from '@nestjs/swagger';
import { InvalidCursor, NotFound } from '../../common/errors/errors.js';
import { RequirePermission } from '../../common/http/access.decorator.js';
import { ApiPage, type Page } from '../../common/http/pagination.js';
import { CurrentUser, type Principal } from '../../common/http/principal.js';
import { Problems } from '../../common/http/problems.decorator.js';
import { UuidParam } from '../../common/http/uuid-param.js';
import { ListWebhooksQuery } from '../dto/list-webhooks.query.js';
import { WebhookResponse } from '../dto/webhook.response.js';
import { ReceivedWebhooks } from './received-webhooks.js';

@ApiTags('payments')
@Controller('payments/webhooks')
export class ReceivedWebhooksController {
  constructor(private readonly webhooks: ReceivedWebhooks) {}

  /**
   * List webhooks that providers sent
   *
   * @remarks Newest first, with what became of each.
   */
  @Get()
  @RequirePermission('payments:read')
  @ApiPage(WebhookResponse)
  @Problems(InvalidCursor)
  async listWebhooks(@Query() query: ListWebhooksQuery): Promise<Page<WebhookResponse>> {
    const page = await this.webhooks.page(query);
    return page.map((webhook) => WebhookResponse.from(webhook));
  }

  /**
   * Apply a webhook again
   *
   * @remarks A job asks the provider for the charge as it is now, for up to three days if it must.
   */
  @Post(':id/retries')
  @HttpCode(202)
  @RequirePermission('payments:write')
  @ApiAcceptedResponse({ type: WebhookResponse })
  @Problems(NotFound)
  async retryWebhook(
    @UuidParam('id') webhookId: string,
    @CurrentUser() { userId }: Principal,
  ): Promise<WebhookResponse> {
    return WebhookResponse.from(await this.webhooks.retry(webhookId, userId));
  }
}
