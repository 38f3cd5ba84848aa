import { Injectable } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import { type Answered, writeAccessLine } from '../../logging/access-line.js';

/** Log levels that include answers. */
const LEVELS_WITH_ANSWERS: ReadonlySet<string> = new Set(['trace', 'debug', 'info']);
const MAX_PENDING = 1_000;
const BUCKETS_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** The process's metrics. Labels use route patterns, so that the number of series stays bounded. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();
  private readonly responseTime = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Seconds from the request line to the end of the answer',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: BUCKETS_SECONDS,
    registers: [this.registry],
  });

  /** Answers are observed in batches; one by one takes a tenth of a cached page's time. */
  private readonly pending: Answered[] = [];
  private isLogged = false;

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  observe(server: FastifyInstance): void {
    this.isLogged = LEVELS_WITH_ANSWERS.has(server.log.level);
    server.addHook(
      'onResponse',
      ({ id: requestId, method, routeOptions }, { statusCode, elapsedTime }, done) => {
        const route = routeOptions.url ?? 'unmatched';
        this.answered({ requestId, method, route, status: statusCode, ms: elapsedTime });
        done();
      },
    );
  }

  /** Measures and logs one answer, also one that was given before routing. */
  answered(answer: Answered): void {
    if (this.pending.push(answer) >= MAX_PENDING) this.observePending();
    if (this.isLogged) writeAccessLine(answer);
  }

  text(): Promise<string> {
    this.observePending();
    return this.registry.metrics();
  }

  private observePending(): void {
    for (const { method, route, status, ms } of this.pending)
      this.responseTime.observe({ method, route, status }, ms / 1000);
    this.pending.length = 0;
  }
}
