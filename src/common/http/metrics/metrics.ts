import { Injectable } from '@nestjs/common';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';

const BUCKETS_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** An answer that was given. */
export interface Answered {
  readonly requestId: string;
  readonly method: string;
  /** Pattern of the route. */
  readonly route: string;
  readonly status: number;
  /** From the request line to the end of the answer. */
  readonly ms: number;
}

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

  private log?: FastifyBaseLogger;

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  /** Measures every answer of the server's routes, and logs it as one line. */
  observe(server: FastifyInstance): void {
    // Such a line holds nothing to cut, and to look for it would cost as much as all the rest of the line.
    this.log = server.log.child({}, { redact: [] });
    server.addHook(
      'onResponse',
      ({ id: requestId, method, routeOptions }, { statusCode, elapsedTime }, done) => {
        const route = routeOptions.url ?? 'unmatched';
        this.answered({ requestId, method, route, status: statusCode, ms: elapsedTime });
        done();
      },
    );
  }

  /** Measures and logs an answer: one of a route, or one that was given before a route was sought. */
  answered({ requestId, method, route, status, ms }: Answered): void {
    this.responseTime.observe({ method, route, status }, ms / 1000);
    this.log?.info({ requestId, method, route, status, ms: Math.round(ms * 10) / 10 });
  }

  text(): Promise<string> {
    return this.registry.metrics();
  }
}
