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
    server.addHook('onResponse', async (request, reply) => {
      const route = request.routeOptions.url ?? 'unmatched';
      const status = String(reply.statusCode);
      this.responseTime.labels(request.method, route, status).observe(reply.elapsedTime / 1000);
      request.log.info({
        method: request.method,
        route,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 10) / 10,
      });
    });
  }

  text(): Promise<string> {
    return this.registry.metrics();
  }
}
