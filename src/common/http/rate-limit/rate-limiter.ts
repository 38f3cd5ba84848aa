import { Injectable } from '@nestjs/common';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { HttpConfig } from '../http.config.js';
import type { RateLimitRule } from './rate-limit-rules.js';

export type { RateLimitRule } from './rate-limit-rules.js';

export interface RateLimitState {
  readonly isExceeded: boolean;
  readonly limit: number;
  readonly remaining: number;
  readonly resetSeconds: number;
}

/** Counts calls by key in fixed windows, in this process. */
@Injectable()
export class RateLimiter {
  private readonly limiters = new Map<string, RateLimiterMemory>();

  constructor(private readonly config: HttpConfig) {}

  /** Counts one call. Nothing is counted while `RATE_LIMITS` is off. */
  async consume(rule: RateLimitRule, key: string): Promise<RateLimitState | undefined> {
    if (!this.config.rateLimits) return undefined;
    try {
      return stateOf(rule, await this.limiter(rule).consume(key), false);
    } catch (refused) {
      if (refused instanceof RateLimiterRes) return stateOf(rule, refused, true);
      throw refused;
    }
  }

  /** Takes one counted call back. */
  async giveBack(rule: RateLimitRule, key: string): Promise<void> {
    if (this.config.rateLimits) await this.limiter(rule).reward(key);
  }

  private limiter(rule: RateLimitRule): RateLimiterMemory {
    const known = this.limiters.get(rule.name);
    if (known) return known;
    const made = new RateLimiterMemory({
      keyPrefix: rule.name,
      points: rule.points,
      duration: rule.windowSeconds,
    });
    this.limiters.set(rule.name, made);
    return made;
  }
}

const stateOf = (rule: RateLimitRule, result: RateLimiterRes, isExceeded: boolean): RateLimitState => ({
  isExceeded,
  limit: rule.points,
  remaining: Math.max(0, result.remainingPoints),
  resetSeconds: Math.max(1, Math.ceil(result.msBeforeNext / 1000)),
});
