import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { RateLimited } from '../common/errors/errors.js';
import { HttpConfig } from '../common/http/http.config.js';
import { clientKey } from '../common/http/rate-limit/client-key.js';
import { RateLimiter, type RateLimitRule } from '../common/http/rate-limit/rate-limiter.js';

/** By client address, on the routes themselves. */
export const LOGIN_LIMIT: RateLimitRule = { name: 'login', points: 30, windowSeconds: 60 };
export const REGISTER_LIMIT: RateLimitRule = { name: 'register', points: 60, windowSeconds: 600 };
export const REFRESH_LIMIT: RateLimitRule = { name: 'refresh', points: 120, windowSeconds: 60 };

/** By account and client address together: what one guesser at one place gets. */
const PAIR_LIMIT: RateLimitRule = { name: 'login-pair', points: 5, windowSeconds: 60 };

/** Failures of an account, from wherever they come, that cost no delay yet. */
const FREE_FAILURES = 5;
const FAILURE_MEMORY_SECONDS = 24 * 3_600;
const MAX_DELAY_SECONDS = 3_600;
const MAX_KNOWN_CLIENTS = 20_000;

/** One try to sign in. */
export interface Attempt {
  readonly account: string;
  /** Account and client address together. */
  readonly pair: string;
}

/**
 * Slows down who guesses passwords. From the sixth failure on, whoever guesses from however many places, an account
 * answers only every 1, 2, 4 ... 3,600 s. Nobody is locked out for good, and a client from which the account has signed
 * in before does not have to wait for the others. Unknown addresses count as accounts do, so that limits tell nothing.
 */
@Injectable()
export class SignInLimits {
  private readonly failures = new RateLimiterMemory({
    keyPrefix: 'login-failures',
    points: FREE_FAILURES,
    duration: FAILURE_MEMORY_SECONDS,
  });
  private readonly delays = new RateLimiterMemory({ keyPrefix: 'login-delay', points: 1, duration: 1 });
  private readonly known = new LRUCache<string, true>({ max: MAX_KNOWN_CLIENTS });

  constructor(
    private readonly limiter: RateLimiter,
    private readonly config: HttpConfig,
  ) {}

  /** Counts the attempt as failed until it has succeeded, so that many at once are no way around. Throws RateLimited. */
  async begin(email: string, ip: string): Promise<Attempt> {
    const attempt = { account: email, pair: `${email} ${clientKey(ip)}` };
    if (!this.config.rateLimits) return attempt;
    const state = await this.limiter.consume(PAIR_LIMIT, attempt.pair);
    if (state?.isExceeded === true) throw new RateLimited(state.resetSeconds);
    if (!this.known.has(attempt.pair)) await this.delay(attempt.account);
    return attempt;
  }

  async succeeded({ account, pair }: Attempt): Promise<void> {
    this.known.set(pair, true);
    await this.failures.delete(account);
    await this.delays.delete(account);
  }

  private async delay(account: string): Promise<void> {
    const delay = await this.delays.get(account);
    if (delay && delay.msBeforeNext > 0) throw new RateLimited(Math.ceil(delay.msBeforeNext / 1000));
    const { consumedPoints } = await this.failures.penalty(account);
    if (consumedPoints <= FREE_FAILURES) return;
    const seconds = Math.min(2 ** (consumedPoints - FREE_FAILURES - 1), MAX_DELAY_SECONDS);
    await this.delays.block(account, seconds);
  }
}
