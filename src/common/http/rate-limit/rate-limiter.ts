import { Injectable } from '@nestjs/common';
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { Redis } from '../../redis/redis.js';
import { HttpConfig } from '../http.config.js';
import type { RateLimitRule } from './rate-limit-rules.js';
import { WindowCounters, type WindowState } from './window-counters.js';

export type { RateLimitRule } from './rate-limit-rules.js';

export interface RateLimitState {
  readonly isExceeded: boolean;
  readonly limit: number;
  readonly remaining: number;
  readonly resetSeconds: number;
}

interface Counters {
  readonly local: WindowCounters;
  readonly shared?: RateLimiterRedis;
}

/** Fixed windows, counted in Redis for all processes; without Redis, in this process. */
@Injectable()
export class RateLimiter {
  private readonly counters = new Map<string, Counters>();

  constructor(
    private readonly config: HttpConfig,
    private readonly redis: Redis,
  ) {}

  /** Nothing is counted while `RATE_LIMITS` is off. */
  async consume(rule: RateLimitRule, key: string): Promise<RateLimitState | undefined> {
    if (!this.config.rateLimits) return undefined;
    const { shared } = this.countersOf(rule);
    const counted = shared && (await this.redis.ask(() => outcome(shared.consume(key))));
    if (!counted) return this.consumeHere(rule, key);
    return stateOf(rule, { count: counted.consumedPoints, msLeft: counted.msBeforeNext });
  }

  /** Counts in this process only, for calls that are cheaper than a Redis round trip. */
  consumeHere(rule: RateLimitRule, key: string): RateLimitState | undefined {
    if (!this.config.rateLimits) return undefined;
    return stateOf(rule, this.countersOf(rule).local.count(key));
  }

  async giveBack(rule: RateLimitRule, key: string): Promise<void> {
    if (!this.config.rateLimits) return;
    const { local, shared } = this.countersOf(rule);
    const given = shared && (await this.redis.ask(() => shared.reward(key)));
    if (!given) local.giveBack(key);
  }

  private countersOf(rule: RateLimitRule): Counters {
    const known = this.counters.get(rule.name);
    if (known) return known;
    const options = { keyPrefix: `limit:${rule.name}`, points: rule.points, duration: rule.windowSeconds };
    const { client } = this.redis;
    const made = {
      local: new WindowCounters(rule.windowSeconds * 1_000),
      ...(client && {
        shared: new RateLimiterRedis({ ...options, storeClient: client, rejectIfRedisNotReady: true }),
      }),
    };
    this.counters.set(rule.name, made);
    return made;
  }
}

/** The library throws the state of an exceeded limit. */
async function outcome(counting: Promise<RateLimiterRes>): Promise<RateLimiterRes> {
  try {
    return await counting;
  } catch (refused) {
    if (refused instanceof RateLimiterRes) return refused;
    throw refused;
  }
}

const stateOf = (rule: RateLimitRule, { count, msLeft }: WindowState): RateLimitState => ({
  isExceeded: count > rule.points,
  limit: rule.points,
  remaining: Math.max(0, rule.points - count),
  resetSeconds: Math.max(1, Math.ceil(msLeft / 1000)),
});
