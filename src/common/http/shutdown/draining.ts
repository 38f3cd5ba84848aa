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

/** Longer than a balancer's usual interval between probes of `/health/ready`. */
const PRODUCTION_DRAIN_MS = 5_000;
/** A balancer that holds a connection sends its request within this time. */
const LINGER_MS = 1_000;

const UNAVAILABLE = ofRefusal(new Unavailable('The process is shutting down. Nothing was changed.'));

/** Drains (unready, serving, `Connection: close`), lingers (existing connections only), then refuses requests. */
@Injectable()
export class Draining {
  /** Length of the first step. */
  readonly drainMs: number;
  private state: 'serving' | 'draining' | 'closing' = 'serving';

  constructor(http: HttpConfig, runtime: RuntimeConfig) {
    this.drainMs = http.drainMs ?? (runtime.isProduction ? PRODUCTION_DRAIN_MS : 0);
  }

  get hasBegun(): boolean {
    return this.state !== 'serving';
  }

  get isClosing(): boolean {
    return this.state === 'closing';
  }

  /** Resolves at the end of the first step. */
  async begin(): Promise<void> {
    this.state = 'draining';
    await delay(this.drainMs);
  }

  pass(response: ServerResponse): void {
    if (this.hasBegun) response.shouldKeepAlive = false;
  }

  /** Runs the other steps when the server closes. */
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
