import { Injectable } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { RuntimeConfig } from '../../config/runtime.config.js';
import { Unavailable } from '../../errors/errors.js';
import { within } from '../../waiting.js';
import { HttpConfig } from '../http.config.js';
import { ofRefusal, sendProblem } from '../problem.filter.js';
import { hangUpOnIdle, stopListening } from './closing.js';

/** Longer than a balancer usually takes between two looks at `/health/ready`. */
const PRODUCTION_DRAIN_MS = 5_000;
/** A balancer that has opened a connection, or kept one, sends its request within this time. */
const LINGER_MS = 1_000;

const UNAVAILABLE = ofRefusal(new Unavailable('The process is shutting down. Nothing was changed.'));

/**
 * The end of serving. First the process is unready and serves on, asking with each answer for a new connection, so that
 * whoever stands before it turns to its neighbours. Then it takes no more connections, and serves for a moment what
 * comes over those that it has. In the end it refuses what still comes.
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

  /** Takes the server through the other steps when it is to close, and refuses in the name of every other refusal. */
  guard(server: FastifyInstance): void {
    server.addHook('preClose', async () => {
      this.state = this.drainMs === 0 ? 'closing' : 'draining';
      const closed = stopListening(server.server);
      if (this.state === 'draining') await within(Math.min(LINGER_MS, this.drainMs), closed, () => undefined);
      this.state = 'closing';
      await hangUpOnIdle(server.server, closed);
    });
    server.addHook('onRequest', (request, reply, done) =>
      this.isClosing ? sendProblem(request, reply, UNAVAILABLE) : done(),
    );
  }
}
