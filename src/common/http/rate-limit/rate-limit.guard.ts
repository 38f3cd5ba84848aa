import { type CanActivate, type ExecutionContext, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply } from 'fastify';
import { RateLimited } from '../../errors/errors.js';
import { HttpConfig } from '../http.config.js';
import { isRead } from '../is-read.js';
import { replyOf, requestOf } from '../request.js';
import { clientKey } from './client-key.js';
import { browsingLimit, writingLimit } from './rate-limit-rules.js';
import { RateLimiter, type RateLimitRule, type RateLimitState } from './rate-limiter.js';

const RATE_LIMIT = Symbol('rate limit');

type OwnLimit = RateLimitRule | ((config: HttpConfig) => RateLimitRule);

/** A limit per client address for this route; a function takes it from the settings. */
export const RateLimit = (limit: OwnLimit): MethodDecorator => SetMetadata(RATE_LIMIT, limit);

/** Counts calls by client address, sends `RateLimit-*` headers, and answers 429 beyond the limit. */
@Injectable()
export class RateLimitGuard implements CanActivate {
  private readonly browsing: RateLimitRule;
  private readonly writing: RateLimitRule;

  constructor(
    private readonly reflector: Reflector,
    private readonly limiter: RateLimiter,
    private readonly config: HttpConfig,
  ) {
    this.browsing = browsingLimit(config);
    this.writing = writingLimit(config);
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = requestOf(context);
    const own = this.reflector.get<OwnLimit | undefined>(RATE_LIMIT, context.getHandler());
    const rule =
      (typeof own === 'function' ? own(this.config) : own) ??
      (isRead(request.method) ? this.browsing : this.writing);
    const state = await this.limiter.consume(rule, clientKey(request.ip));
    enforce(state, replyOf(context));
    return true;
  }
}

export function enforce(state: RateLimitState | undefined, reply: FastifyReply): void {
  if (!state) return;
  reply.header('ratelimit-limit', state.limit);
  reply.header('ratelimit-remaining', state.remaining);
  reply.header('ratelimit-reset', state.resetSeconds);
  if (state.isExceeded) throw new RateLimited(state.resetSeconds);
}
