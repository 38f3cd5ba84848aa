import { Module } from '@nestjs/common';
import { provideConfig } from '../../../common/config/settings.js';
import { BooksConnection } from './books-connection.js';
import { Books } from './books.js';
import { OutgoingWebhooks } from './outgoing-webhooks.js';
import { TestProvider } from './test-provider.js';
import { TestProviderConfig } from './test-provider.config.js';
import { WebhookScheduler } from './webhook-scheduler.js';
import { WebhookTransport } from './webhook-transport.js';

@Module({
  providers: [
    provideConfig(TestProviderConfig),
    Books,
    BooksConnection,
    OutgoingWebhooks,
    TestProvider,
    WebhookScheduler,
    WebhookTransport,
  ],
})
export class TestProviderModule {}
