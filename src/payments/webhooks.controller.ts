import { Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiBody, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { NotFound } from '../common/errors/errors.js';
import { Public } from '../common/http/access.decorator.js';
import { Criticality } from '../common/http/overload/criticality.decorator.js';
import { Problems } from '../common/http/problems.decorator.js';
import { InvalidWebhook } from './payments.errors.js';
import { WebhookReceiptResponse } from './dto/webhook-receipt.response.js';
import { WebhooksService } from './webhooks.service.js';

@ApiTags('webhooks')
@Controller('webhooks')
export class WebhooksController {
  constructor(private readonly webhooks: WebhooksService) {}

  /** Take an event of a payment provider, signed in the provider's own way */
  @Post(':provider')
  @HttpCode(200)
  @Public()
  @Criticality('critical')
  @ApiParam({ name: 'provider', example: 'test' })
  @ApiBody({ schema: { description: 'Whatever the provider signed.', example: { id: 'evt_1' } } })
  @Problems(NotFound, InvalidWebhook)
  receiveWebhook(
    @Param('provider') provider: string,
    @Req() request: FastifyRequest,
  ): Promise<WebhookReceiptResponse> {
    return this.webhooks.receive(provider, request.rawBody, request.headers);
  }
}
