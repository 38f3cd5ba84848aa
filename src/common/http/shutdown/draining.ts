import { Injectable } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import type { Server, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { RuntimeConfig } from '../../config/runtime.config.js';
import { Unavailable } from '../../errors/errors.js';
import { HttpConfig } from '../http.config.js';
import { ofRefusal, sendProblem } from '../problem.filter.js';

/** Longer than a balancer usually takes between two looks at `/health/ready`. */
const PRODUCTION_DRAIN_MS = 5_000;
const SWEEP_MS = 50;

const UNAVAILABLE = ofRefusal(new Unavailable('The process is shutting down. Nothing was changed.'));

/**
 * The end of serving, in two steps. First the process is unready and serves on, asking with each answer for a new
 * connection, so that whoever stands before it turns to its neighbours. Then it takes no more connections, and refuses
 * what still comes over those that are open.
 */
@Injectable()
export class Draining {
  /** Milliseconds of the first step. */
  readonly drainMs: number;
  private state: 'serving' | 'draining' | 'closing' = 'serving';

  constructor(http: HttpConfig, runtime: RuntimeConfig) {
    this.drainMs = http.drainMs ?? (runtime.isProduction ? PRODUCTION_DRAIN_MS : 0);
  }

  /** Whether the process has been told to end. */
  get hasBegun(): boolean {
    return this.state !== 'serving';
  }

  /** Whether it serves no more. */
  get isClosing(): boolean {
    return this.state === 'closing';
  }

  /** Begins the first step, and gives when it is over. */
  async begin(): Promise<void> {
    this.state = 'draining';
    await delay(this.drainMs);
  }

  /** Every answer passes here before it is made. */
  pass(response: ServerResponse): void {
    if (this.hasBegun) response.shouldKeepAlive = false;
  }

  /** Refuses requests, by the name of every other refusal, from the moment that the server closes. */
  guard(server: FastifyInstance): void {
    server.addHook('preClose', (done) => {
      this.state = 'closing';
      hangUpWhenAnswered(server.server);
      done();
    });
    server.addHook('onRequest', (request, reply, done) =>
      this.isClosing ? sendProblem(request, reply, UNAVAILABLE) : done(),
    );
  }
}

/**
 * A connection whose request was under way when the server closed stays open once it is answered, for as long as an
 * idle one may, and the server with it.
 */
function hangUpWhenAnswered(server: Server): void {
  if (!server.listening) return;
  const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
  server.once('close', () => clearInterval(sweep));
}
