import proxyAddr from '@fastify/proxy-addr';
import { Injectable } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import { HttpConfig } from '../http.config.js';
import { clientKey } from './client-key.js';
import { browsingLimit, type RateLimitRule } from './rate-limit-rules.js';
import { RateLimiter, type RateLimitState } from './rate-limiter.js';
import { type IsTrusted, trustedProxies } from './trusted-proxies.js';

/** The limit of reads for whoever answers before the framework: it counts as the guard does, in this process alone. */
@Injectable()
export class ReadsLimit {
  private readonly isOn: boolean;
  private readonly rule: RateLimitRule;
  private readonly isTrusted: IsTrusted | undefined;

  constructor(
    private readonly limiter: RateLimiter,
    config: HttpConfig,
  ) {
    this.isOn = config.rateLimits;
    this.rule = browsingLimit(config);
    this.isTrusted = trustedProxies(config);
  }

  /** Counts one call. Undefined while nothing is counted. */
  consume(request: IncomingMessage): RateLimitState | undefined {
    if (!this.isOn) return undefined;
    return this.limiter.consumeHere(this.rule, clientKey(this.addressOf(request)));
  }

  /** As `request.ip` tells it. A socket that was closed meanwhile has none, and nobody who waits for an answer. */
  private addressOf(request: IncomingMessage): string {
    return (this.isTrusted ? proxyAddr(request, this.isTrusted) : request.socket.remoteAddress) ?? '';
  }
}
