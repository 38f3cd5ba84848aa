import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { clientKey } from '../common/http/rate-limit/client-key.js';
import { enforce } from '../common/http/rate-limit/rate-limit.guard.js';
import { RateLimiter, type RateLimitRule } from '../common/http/rate-limit/rate-limiter.js';
import { MAX_EMAIL_LENGTH, normalizeEmail } from '../common/http/email-address.js';

/** By account and client address together: what one guesser at one place gets. Right passwords are given back. */
export const PAIR_LIMIT: RateLimitRule = { name: 'login-pair', points: 5, windowSeconds: 60 };

/** Counts sign-ins to one account from one place. It runs before validation, and leaves to it what is no address. */
@Injectable()
export class LoginPairGuard implements CanActivate {
  constructor(private readonly limiter: RateLimiter) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { body, ip } = context
      .switchToHttp()
      .getRequest<FastifyRequest<{ Body: { email?: unknown } | null }>>();
    const email = body?.email;
    if (typeof email !== 'string' || email.length > MAX_EMAIL_LENGTH) return true;
    const state = await this.limiter.consume(PAIR_LIMIT, pairOf(normalizeEmail(email), ip));
    enforce(state, context.switchToHttp().getResponse<FastifyReply>());
    return true;
  }
}

/** Names an account and a client address together. */
export const pairOf = (email: string, ip: string): string => `${email} ${clientKey(ip)}`;
