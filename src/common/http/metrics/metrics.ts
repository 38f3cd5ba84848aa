import { Injectable } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';

const BUCKETS_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** The process's own figures. Routes are named by their pattern, so that the number of series stays bounded. */
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

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  /** Measures every answer of the server, and logs it as one line. */
  observe(server: FastifyInstance): void {
    // Such a line holds nothing to cut, and to look for it would cost as much as all the rest of the line.
    const log = server.log.child({}, { redact: [] });
    server.addHook('onResponse', (request, reply, done) => {
      const { id: requestId, method } = request;
      const { statusCode: status, elapsedTime } = reply;
      const route = request.routeOptions.url ?? 'unmatched';
      this.responseTime.observe({ method, route, status }, elapsedTime / 1000);
      log.info({ requestId, method, route, status, ms: Math.round(elapsedTime * 10) / 10 });
      done();
    });
  }

  text(): Promise<string> {
    return this.registry.metrics();
  }
}
