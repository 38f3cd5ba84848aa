import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { MAX_EMAIL_LENGTH, normalizeEmail } from '../../common/http/email-address.js';
import { clientKey } from '../../common/http/rate-limit/client-key.js';
import { enforce } from '../../common/http/rate-limit/rate-limit.guard.js';
import { RateLimiter, type RateLimitRule } from '../../common/http/rate-limit/rate-limiter.js';
import { replyOf, requestOf } from '../../common/http/request.js';
import { DeviceTokens } from '../tokens/device-tokens.js';
import { DEVICE_LIMIT, LOGIN_LIMIT, PAIR_LIMIT } from './sign-in-rules.js';

interface Login {
  readonly email?: unknown;
  readonly deviceToken?: unknown;
}

/** Counts sign-ins before validation: known devices each by themselves, others by client and by account with client. */
@Injectable()
export class LoginGuard implements CanActivate {
  constructor(
    private readonly limiter: RateLimiter,
    private readonly devices: DeviceTokens,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { body, ip } = requestOf<FastifyRequest<{ Body: Login | null }>>(context);
    const reply = replyOf(context);
    for (const [rule, key] of this.limitsOn(emailOf(body), body?.deviceToken, ip)) {
      enforce(await this.limiter.consume(rule, key), reply);
    }
    return true;
  }

  private limitsOn(
    email: string | undefined,
    deviceToken: unknown,
    ip: string,
  ): readonly (readonly [RateLimitRule, string])[] {
    const byClient = [LOGIN_LIMIT, clientKey(ip)] as const;
    if (email === undefined) return [byClient];
    const device = this.devices.read(deviceToken, email);
    return device === undefined ? [byClient, [PAIR_LIMIT, pairOf(email, ip)]] : [[DEVICE_LIMIT, device]];
  }
}

function emailOf(body: Login | null): string | undefined {
  const email = body?.email;
  return typeof email === 'string' && email.length <= MAX_EMAIL_LENGTH ? normalizeEmail(email) : undefined;
}

export const pairOf = (email: string, ip: string): string => `${email} ${clientKey(ip)}`;
