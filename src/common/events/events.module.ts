import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { provideConfig } from '../config/settings.js';
import { AbandonedJobs } from './abandoned-jobs.js';
import { HandlersRegistry } from './handlers.registry.js';
import { Jobs } from './jobs.js';
import { Outbox } from './outbox.js';
import { Presence } from './presence.js';
import { Worker } from './worker.js';
import { WorkerConfig } from './worker.config.js';

@Global()
@Module({
  imports: [DiscoveryModule],
  providers: [provideConfig(WorkerConfig), AbandonedJobs, HandlersRegistry, Jobs, Outbox, Presence, Worker],
  exports: [HandlersRegistry, Jobs, Outbox],
})
export class EventsModule {}
