import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isFresh } from '../http/etag.js';
import { HttpConfig } from '../http/http.config.js';
import { clientKey } from '../http/rate-limit/client-key.js';
import { browsingLimit, type RateLimitRule } from '../http/rate-limit/rate-limit-rules.js';
import { RateLimiter, type RateLimitState } from '../http/rate-limit/rate-limiter.js';
import { type Headers, StandingHeaders } from '../http/standing-headers.js';
import type { Answer } from './answer.js';
import { AnswerStore } from './answer-store.js';
import { cacheKey } from './cache-key.js';
import { PUBLIC_HEADERS } from './cached.options.js';

/**
 * Answers what the cache holds before the pipeline begins, whose guards and interceptors cost more than the answer. It
 * holds for `@Cached()` routes and requests without credentials; whoever shows one, or comes from another origin,
 * takes the whole way. A hit is limited, logged and measured as every other answer is.
 */
@Injectable()
export class CachedHits {
  private readonly limit: RateLimitRule;
  /** What is the same for every hit, name and value in turn: the form that Node writes with the least work. */
  private head?: readonly string[];

  constructor(
    private readonly answers: AnswerStore,
    private readonly limiter: RateLimiter,
    private readonly standingHeaders: StandingHeaders,
    config: HttpConfig,
  ) {
    this.limit = browsingLimit(config);
  }

  /** Answers the request when it can; otherwise it goes on. */
  answer(request: FastifyRequest, reply: FastifyReply, goOn: () => void): void {
    const standing = this.standingHeaders.of(request);
    const isCached = request.routeOptions.config.isCached === true && isAnonymous(request);
    const answer = standing && isCached ? this.answers.find(cacheKey(request)) : undefined;
    if (!standing || !answer) return goOn();
    this.limiter.consumeHere(this.limit, clientKey(request.ip)).then(
      // Beyond the limit the guard refuses, as it does everywhere.
      (state) =>
        state?.isExceeded
          ? goOn()
          : send(request, reply, answer, [...this.headBeside(standing), ...limits(state)]),
      goOn,
    );
  }

  private headBeside(standing: Headers): readonly string[] {
    if (this.head) return this.head;
    const same: Headers = { ...standing, ...PUBLIC_HEADERS, 'cache-status': 'cartwright; hit' };
    return (this.head = Object.entries(same).flatMap(([name, value]) => [name, String(value)]));
  }
}

const isAnonymous = ({ headers }: FastifyRequest): boolean =>
  headers.authorization === undefined && headers.cookie === undefined;

function send(request: FastifyRequest, reply: FastifyReply, { body, etag }: Answer, head: string[]): void {
  head.push('x-request-id', request.id, 'etag', etag);
  // Fastify would put together once more what is ready to be sent; its hooks after the answer run all the same.
  reply.hijack();
  if (isFresh(request, etag)) {
    reply.raw.writeHead(304, head).end();
    return;
  }
  head.push('content-type', 'application/json; charset=utf-8', 'content-length', String(body.length));
  reply.raw.writeHead(200, head).end(body, 'latin1');
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
