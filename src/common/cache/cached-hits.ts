import { Injectable } from '@nestjs/common';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { randomUUID } from 'node:crypto';
import { isFresh } from '../http/etag.js';
import { Metrics } from '../http/metrics/metrics.js';
import type { RateLimitState } from '../http/rate-limit/rate-limiter.js';
import { ReadsLimit } from '../http/rate-limit/reads-limit.js';
import { type Headers, StandingHeaders } from '../http/standing-headers.js';
import type { Answer } from './answer.js';
import { AnswerStore } from './answer-store.js';
import { cacheKey } from './cache-key.js';
import { PUBLIC_HEADERS } from './cached.options.js';

/**
 * Answers what the cache holds before the framework sees the request, whose routing, guards and interceptors cost more
 * than the answer. Only what a `@Cached()` route has answered stands in the cache, under the address as it was written;
 * whoever shows a credential, or comes from another origin, takes the whole way. A hit is limited, logged and measured
 * as every other answer is.
 */
@Injectable()
export class CachedHits {
  /** What is the same for every hit, name and value in turn: the form that Node writes with the least work. */
  private head?: readonly string[];

  constructor(
    private readonly answers: AnswerStore,
    private readonly limit: ReadsLimit,
    private readonly standingHeaders: StandingHeaders,
    private readonly metrics: Metrics,
  ) {}

  /** Answers the request when it can; otherwise it goes on. */
  answer(request: IncomingMessage, response: ServerResponse, goOn: () => void): void {
    const standing = this.standingHeaders.of(request);
    const isPlain = request.method === 'GET' && isAnonymous(request);
    const answer = standing && isPlain ? this.answers.find(cacheKey(request.url!)) : undefined;
    if (!standing || !answer) return goOn();
    const began = performance.now();
    const give = (state: RateLimitState | undefined): void => {
      const requestId = randomUUID();
      const head = [...this.headBeside(standing), ...limits(state), 'x-request-id', requestId];
      const status = send(request, response, answer, head);
      const { route } = answer;
      this.metrics.answered({ requestId, method: 'GET', route, status, ms: performance.now() - began });
    };
    // Beyond the limit the guard refuses, as it does everywhere.
    this.limit.consume(request).then((state) => (state?.isExceeded ? goOn() : give(state)), goOn);
  }

  private headBeside(standing: Headers): readonly string[] {
    if (this.head) return this.head;
    const same: Headers = { ...standing, ...PUBLIC_HEADERS, 'cache-status': 'cartwright; hit' };
    return (this.head = Object.entries(same).flatMap(([name, value]) => [name, String(value)]));
  }
}

const isAnonymous = ({ headers }: IncomingMessage): boolean =>
  headers.authorization === undefined && headers.cookie === undefined;

/** Gives the status that it was answered with. */
function send(
  request: IncomingMessage,
  response: ServerResponse,
  { body, etag }: Answer,
  head: string[],
): number {
  head.push('etag', etag);
  if (isFresh(request, etag)) {
    response.writeHead(304, head).end();
    return 304;
  }
  head.push('content-type', 'application/json; charset=utf-8', 'content-length', String(body.length));
  response.writeHead(200, head).end(body, 'latin1');
  return 200;
}

const limits = (state: RateLimitState | undefined): readonly string[] =>
  state
    ? [
        'ratelimit-limit',
        String(state.limit),
        'ratelimit-remaining',
        String(state.remaining),
        'ratelimit-reset',
        String(state.resetSeconds),
      ]
    : [];
