import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { RateLimited } from '../common/errors/errors.js';
import { HttpConfig } from '../common/http/http.config.js';
import { RateLimiter, type RateLimitRule } from '../common/http/rate-limit/rate-limiter.js';
import { PAIR_LIMIT, pairOf } from './login-pair.guard.js';

/** By client address, on the routes themselves. */
export const LOGIN_LIMIT: RateLimitRule = { name: 'login', points: 30, windowSeconds: 60 };
export const REGISTER_LIMIT: RateLimitRule = { name: 'register', points: 300, windowSeconds: 600 };
export const REFRESH_LIMIT: RateLimitRule = { name: 'refresh', points: 120, windowSeconds: 60 };

/** Failures of an account, from wherever they come, that cost no delay yet. */
const FREE_FAILURES = 5;
const MEMORY_MS = 24 * 3_600_000;
const MAX_DELAY_SECONDS = 3_600;
/** Whoever guesses at many addresses must not fill our memory. */
const MAX_REMEMBERED = 20_000;

/** One try to sign in. */
export interface Attempt {
  readonly account: string;
  /** Account and client address together. */
  readonly pair: string;
}

interface Guessing {
  readonly failures: number;
  /** Milliseconds since 1970. */
  readonly blockedUntil: number;
}

/**
 * Slows down who guesses passwords. From the sixth failure on, whoever guesses from however many places, an account
 * answers only every 1, 2, 4 ... 3,600 s. Nobody is locked out for good, and a client from which the account has signed
 * in before does not have to wait for the others. Unknown addresses count as accounts do, so that limits tell nothing.
 */
@Injectable()
export class SignInLimits {
  private readonly guessing = new LRUCache<string, Guessing>({ max: MAX_REMEMBERED, ttl: MEMORY_MS });
  private readonly known = new LRUCache<string, true>({ max: MAX_REMEMBERED });

  constructor(
    private readonly config: HttpConfig,
    private readonly limiter: RateLimiter,
  ) {}

  /** Counts the attempt as failed until it has succeeded, so that many at once are no way around. Throws RateLimited. */
  begin(email: string, ip: string): Attempt {
    const attempt = { account: email, pair: pairOf(email, ip) };
    if (this.config.rateLimits && !this.known.has(attempt.pair)) this.count(attempt.account);
    return attempt;
  }

  /** A right password is no guess, however often it comes. */
  async succeeded({ account, pair }: Attempt): Promise<void> {
    this.known.set(pair, true);
    this.guessing.delete(account);
    await this.limiter.giveBack(PAIR_LIMIT, pair);
  }

  private count(account: string): void {
    const now = Date.now();
    const { failures, blockedUntil } = this.guessing.get(account) ?? { failures: 0, blockedUntil: 0 };
    if (now < blockedUntil) throw new RateLimited(Math.ceil((blockedUntil - now) / 1000));
    this.guessing.set(account, {
      failures: failures + 1,
      blockedUntil: now + delaySeconds(failures + 1) * 1000,
    });
  }
}

const delaySeconds = (failures: number): number =>
  failures <= FREE_FAILURES ? 0 : Math.min(2 ** (failures - FREE_FAILURES - 1), MAX_DELAY_SECONDS);
