import { Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiBody, ApiParam } from '@nestjs/swagger';
import { DescribedTag } from '../../common/http/tag.decorator.js';
import type { FastifyRequest } from 'fastify';
import { NotFound } from '../../common/errors/errors.js';
import { BodyLimit } from '../../common/http/body-limit.decorator.js';
import { Public } from '../../common/http/access.decorator.js';
import { Criticality } from '../../common/http/overload/criticality.decorator.js';
import { Problems } from '../../common/http/problems.decorator.js';
import { RateLimit } from '../../common/http/rate-limit/rate-limit.guard.js';
import { InvalidWebhook } from '../payments.errors.js';
import { WebhookReceiptResponse } from '../dto/webhook-receipt.response.js';
import { WebhooksService } from './webhooks.service.js';

/** High, because a provider sends all its events from a few addresses and repeats what fails. */
const WEBHOOK_LIMIT = { name: 'webhooks', points: 30_000, windowSeconds: 60 };

@DescribedTag('webhooks', 'Where payment providers tell what has happened to a payment.')
@Controller('webhooks')
export class WebhooksController {
  constructor(private readonly webhooks: WebhooksService) {}

  /**
   * Receive a webhook
   *
   * @remarks Each provider signs its events in its own way.
   */
  @Post(':provider')
  @HttpCode(200)
  @Public()
  @BodyLimit(512)
  @Criticality('critical')
  @RateLimit(WEBHOOK_LIMIT)
  @ApiParam({ name: 'provider', description: 'Name of the provider.', example: 'test' })
  @ApiBody({ schema: { description: 'Whatever the provider signed.', example: { id: 'evt_1' } } })
  @Problems(NotFound, InvalidWebhook)
  async receiveWebhook(
    @Param('provider') provider: string,
    @Req() request: FastifyRequest,
  ): Promise<WebhookReceiptResponse> {
    await this.webhooks.receive(provider, request.rawBody, request.headers);
    return WebhookReceiptResponse.RECEIVED;
  }
}
