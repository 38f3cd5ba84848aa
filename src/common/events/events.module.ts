import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { provideConfig } from '../config/settings.js';
import { Abilities } from './abilities.js';
import { AbandonedJobs } from './abandoned.jobs.js';
import { Backlog } from './backlog.js';
import { HandlersRegistry } from './handlers.registry.js';
import { JobHandlers } from './job-handlers.js';
import { Jobs } from './jobs.js';
import { JobsListCommand } from './jobs-list.command.js';
import { OutboxConfig } from './outbox.config.js';
import { Outbox } from './outbox.js';
import { OutboxRetentionJobs } from './outbox-retention.jobs.js';
import { Presence } from './presence.js';
import { ProcessSession } from './process-session.js';
import { StrayJobs } from './stray-jobs.js';
import { Takeover } from './takeover.js';
import { Watchdog } from './watchdog.js';
import { Worker } from './worker.js';
import { WorkerConfig } from './worker.config.js';

@Global()
@Module({
  imports: [DiscoveryModule],
  providers: [
    provideConfig(WorkerConfig),
    Abilities,
    provideConfig(OutboxConfig),
    AbandonedJobs,
    Backlog,
    HandlersRegistry,
    JobHandlers,
    Jobs,
    JobsListCommand,
    Outbox,
    OutboxRetentionJobs,
    Presence,
    ProcessSession,
    StrayJobs,
    Takeover,
    Watchdog,
    Worker,
  ],
  exports: [Abilities, Backlog, HandlersRegistry, Jobs, Outbox, ProcessSession, Watchdog, Worker],
})
export class EventsModule {}
