import { Module } from '@nestjs/common';
import { provideConfig } from '../../../common/config/settings.js';
import { PaymentsConfig } from '../../payments.config.js';
import { StripeClient } from './stripe-client.js';
import { StripeProvider } from './stripe-provider.js';
import { StripeConfig } from './stripe.config.js';

@Module({
  providers: [provideConfig(StripeConfig), provideConfig(PaymentsConfig), StripeClient, StripeProvider],
})
export class StripeProviderModule {}
