import { Module } from '@nestjs/common';
import { provideConfig } from '../../../common/config/settings.js';
import { Books } from './books.js';
import { TestProvider } from './test-provider.js';
import { TestProviderConfig } from './test-provider.config.js';
import { WebhookScheduler } from './webhook-scheduler.js';
import { WebhookTransport } from './webhook-transport.js';

@Module({
  providers: [provideConfig(TestProviderConfig), Books, TestProvider, WebhookScheduler, WebhookTransport],
  exports: [TestProvider, TestProviderConfig],
})
export class TestProviderModule {}
