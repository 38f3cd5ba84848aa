import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { Counter } from 'prom-client';
import { PoolQueue } from '../../database/pool-queue.js';
import { Overloaded } from '../../errors/errors.js';
import { Metrics } from '../metrics/metrics.js';
import { ofRefusal, sendProblem } from '../problem.filter.js';
import { EventLoop } from './event-loop.js';
import { LoadSheddingConfig } from './load-shedding.config.js';
import { delayAhead, retryAfterSeconds, shareToShed, type SheddingLimits } from './shedding.js';

const WINDOW_MS = 100;

/**
 * Answers 503 `overloaded` at once when a request would only wait: by how late the event loop is and how long the queue
 * for a database connection. It measures only while requests come, so that an idle shop sleeps.
 */
@Injectable()
export class LoadShedder implements OnApplicationShutdown {
  private readonly eventLoop = new EventLoop();
  private readonly limits: SheddingLimits;
  private readonly shed: Counter<'criticality'>;
  private timer?: NodeJS.Timeout;
  private lookedAt = 0;
  private requests = 0;
  private delayMs = 0;

  constructor(
    private readonly config: LoadSheddingConfig,
    private readonly poolQueue: PoolQueue,
    metrics: Metrics,
  ) {
    const { catalogDelayMs, checkoutDelayMs, webhookDelayMs } = config;
    this.limits = { sheddable: catalogDelayMs, normal: checkoutDelayMs, critical: webhookDelayMs };
    this.shed = new Counter({
      name: 'http_requests_shed_total',
      help: 'Requests refused because of overload',
      labelNames: ['criticality'],
      registers: [metrics.registry],
    });
  }

  /** Stands before every route of the server. */
  guard(server: FastifyInstance): void {
    if (!this.config.enabled) return;
    server.addHook('onRequest', (request, reply, done) => {
      this.measure();
      const level = request.routeOptions.config.criticality ?? 'normal';
      const share = shareToShed(this.delayMs, level, this.limits);
      if (share === 0 || Math.random() >= share) return done();
      this.shed.inc({ criticality: level });
      sendProblem(request, reply, ofRefusal(new Overloaded(undefined, retryAfterSeconds(Math.random()))));
    });
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
    this.eventLoop.stop();
  }

  private measure(): void {
    this.requests += 1;
    if (this.timer) return;
    this.eventLoop.start();
    this.poolQueue.look(WINDOW_MS);
    this.lookedAt = performance.now();
    this.timer = setInterval(() => this.look(), WINDOW_MS).unref();
  }

  private look(): void {
    const passed = performance.now() - this.lookedAt;
    this.lookedAt += passed;
    const { loopDelayMs, utilization } = this.eventLoop.look();
    const poolWaitMs = this.poolQueue.look(passed);
    // A loop that stood still for a whole window has taken no measurement but this one.
    const late = Math.max(loopDelayMs, passed - WINDOW_MS);
    this.delayMs = delayAhead(this.delayMs, { loopDelayMs: late, utilization, poolWaitMs });
    if (this.requests === 0 && this.delayMs < 1) this.rest();
    this.requests = 0;
  }

  private rest(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    this.eventLoop.stop();
    this.delayMs = 0;
  }
}
