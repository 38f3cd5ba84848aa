import proxyAddr from '@fastify/proxy-addr';
import { Injectable } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import { HttpConfig } from '../http.config.js';
import { clientKey } from './client-key.js';
import { browsingLimit, type RateLimitRule } from './rate-limit-rules.js';
import { RateLimiter, type RateLimitState } from './rate-limiter.js';
import { type IsTrusted, trustedProxies } from './trusted-proxies.js';

/** Counts reads that are answered before the framework, in this process only. */
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

  /** Undefined while nothing is counted. */
  consume(request: IncomingMessage): RateLimitState | undefined {
    if (!this.isOn) return undefined;
    return this.limiter.consumeHere(this.rule, clientKey(this.addressOf(request)));
  }

  /** Like `request.ip`. A closed socket has no address, and no reader. */
  private addressOf(request: IncomingMessage): string {
    return (this.isTrusted ? proxyAddr(request, this.isTrusted) : request.socket.remoteAddress) ?? '';
  }
}
