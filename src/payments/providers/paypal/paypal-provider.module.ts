import { Module } from '@nestjs/common';
import { provideConfig } from '../../../common/config/settings.js';
import { AccessToken } from './access-token.js';
import { PaypalClient } from './paypal-client.js';
import { PaypalConfig } from './paypal.config.js';
import { PaypalProvider } from './paypal-provider.js';
import { WebhookCertificates } from './webhook-certificates.js';
import { WebhookSignatures } from './webhook-signatures.js';

@Module({
  providers: [
    provideConfig(PaypalConfig),
    AccessToken,
    PaypalClient,
    PaypalProvider,
    WebhookCertificates,
    WebhookSignatures,
  ],
})
export class PaypalProviderModule {}
