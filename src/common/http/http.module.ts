import { Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { provideConfig } from '../config/settings.js';
import { DerivedSecrets } from './derived-secret.js';
import { HealthController } from './health/health.controller.js';
import { HttpConfig } from './http.config.js';
import { AnswerCodec } from './idempotency/answer-codec.js';
import { IdempotencyConfig } from './idempotency/idempotency.config.js';
import { IdempotencyJobs } from './idempotency/idempotency.jobs.js';
import { Idempotency } from './idempotency/idempotency.js';
import { LaterRequests } from './idempotency/later-requests.js';
import { Leases } from './idempotency/leases.js';
import { DatabaseMetrics } from './metrics/database-metrics.js';
import { JobsMetrics } from './metrics/jobs-metrics.js';
import { Metrics } from './metrics/metrics.js';
import { TableMetrics } from './metrics/table-metrics.js';
import { MetricsController } from './metrics/metrics.controller.js';
import { LoadShedder } from './overload/load-shedder.js';
import { LoadSheddingConfig } from './overload/load-shedding.config.js';
import { Cursors } from './pagination.js';
import { ProblemFilter } from './problem.filter.js';
import { RateLimitGuard } from './rate-limit/rate-limit.guard.js';
import { RateLimiter } from './rate-limit/rate-limiter.js';
import { ReadsLimit } from './rate-limit/reads-limit.js';
import { Draining } from './shutdown/draining.js';
import { StandingHeaders } from './standing-headers.js';
import { DtoPipe } from './validation/dto.pipe.js';

@Global()
@Module({
  controllers: [HealthController, MetricsController],
  providers: [
    provideConfig(HttpConfig),
    provideConfig(IdempotencyConfig),
    provideConfig(LoadSheddingConfig),
    AnswerCodec,
    Cursors,
    DatabaseMetrics,
    DerivedSecrets,
    Draining,
    Idempotency,
    IdempotencyJobs,
    JobsMetrics,
    LaterRequests,
    Leases,
    LoadShedder,
    Metrics,
    RateLimiter,
    ReadsLimit,
    StandingHeaders,
    TableMetrics,
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: APP_PIPE, useClass: DtoPipe },
    { provide: APP_GUARD, useClass: RateLimitGuard },
  ],
  exports: [
    HttpConfig,
    Cursors,
    DerivedSecrets,
    Idempotency,
    LaterRequests,
    Leases,
    Metrics,
    RateLimiter,
    ReadsLimit,
    StandingHeaders,
  ],
})
export class HttpModule {}
