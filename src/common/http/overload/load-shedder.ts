import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Counter } from 'prom-client';
import { PoolQueue } from '../../database/pool-queue.js';
import { Overloaded } from '../../errors/errors.js';
import { Metrics } from '../metrics/metrics.js';
import { ofRefusal, sendProblemAtOnce } from '../problem.filter.js';
import { StandingHeaders } from '../standing-headers.js';
import type { CriticalityLevel } from './criticality.decorator.js';
import { EventLoop } from './event-loop.js';
import { LoadSheddingConfig } from './load-shedding.config.js';
import { retryAfterSeconds } from './shedding.js';
import { SheddingController } from './shedding-controller.js';

const WINDOW_MS = 100;

/** Created once, because one error per refusal would be its largest cost. */
const OVERLOADED = ofRefusal(new Overloaded());

/** Answers 503 `overloaded` while the delay lasts. It measures only during requests, so an idle shop sleeps. */
@Injectable()
export class LoadShedder implements OnApplicationShutdown {
  private readonly eventLoop = new EventLoop();
  private readonly controller: SheddingController;
  private readonly shed: Counter<'criticality'>;
  private timer?: NodeJS.Timeout;
  private lookedAt = 0;
  private requests = 0;

  constructor(
    private readonly config: LoadSheddingConfig,
    private readonly poolQueue: PoolQueue,
    private readonly standing: StandingHeaders,
    metrics: Metrics,
  ) {
    this.controller = new SheddingController({
      limits: config.limits,
      intervalMs: config.intervalMs,
      atOnce: poolQueue.size,
    });
    this.shed = new Counter({
      name: 'http_requests_shed_total',
      help: 'Requests refused because of overload',
      labelNames: ['criticality'],
      registers: [metrics.registry],
    });
  }

  /** Decides on requests that have not passed `answer`. */
  guard(server: FastifyInstance): void {
    server.addHook('onRequest', (request, reply, done) =>
      this.standing.of(request) ? done() : this.decide(request, reply, done),
    );
  }

  /** Decides before all other hooks, so that refusals stay cheap. */
  answer(request: FastifyRequest, reply: FastifyReply, goOn: () => void): void {
    if (this.standing.of(request)) this.decide(request, reply, goOn);
    else goOn();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
    this.eventLoop.stop();
  }

  private decide(request: FastifyRequest, reply: FastifyReply, goOn: () => void): void {
    if (!this.config.enabled) return goOn();
    this.measure();
    const level = request.routeOptions.config.criticality ?? 'normal';
    this.controller.arrive(level);
    if (!this.refuses(level)) {
      this.controller.enter(level);
      // Also runs when the client has disconnected.
      reply.raw.once('close', () => this.controller.leave(level));
      return goOn();
    }
    this.shed.inc({ criticality: level });
    const problem = { ...OVERLOADED, retryAfterSeconds: retryAfterSeconds(Math.random()) };
    sendProblemAtOnce(request, reply, problem, this.standing.of(request));
  }

  private refuses(level: CriticalityLevel): boolean {
    const share = this.controller.shareToShed(level);
    return share > 0 && Math.random() < share;
  }

  private measure(): void {
    this.requests += 1;
    if (this.timer) return;
    this.eventLoop.start();
    this.lookedAt = performance.now();
    this.timer = setInterval(() => this.look(), WINDOW_MS).unref();
  }

  private look(): void {
    const passed = performance.now() - this.lookedAt;
    this.lookedAt += passed;
    const { loopDelayMs, utilization } = this.eventLoop.look();
    // After a standstill of a whole window, only its length was measured.
    const late = Math.max(loopDelayMs, passed - WINDOW_MS);
    const measured = { loopDelayMs: late, utilization, poolWaiting: this.poolQueue.waiting };
    this.controller.look(measured, passed, this.lookedAt);
    if (this.requests === 0 && this.controller.isCalm) this.rest();
    this.requests = 0;
  }

  private rest(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    this.eventLoop.stop();
  }
}
