import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Public } from '../../common/http/access.decorator.js';
import { PaymentProviderResponse, PaymentProvidersResponse } from '../dto/payment-providers.response.js';
import { ProviderRegistry } from '../providers/provider-registry.js';

@ApiTags('payments')
@Controller('payment-providers')
export class PaymentProvidersController {
  constructor(private readonly registry: ProviderRegistry) {}

  /** List the payment providers that are on, with what a front end needs to use them */
  @Get()
  @Public()
  listPaymentProviders(): PaymentProvidersResponse {
    return { items: this.registry.list().map((provider) => PaymentProviderResponse.from(provider)) };
  }
}
