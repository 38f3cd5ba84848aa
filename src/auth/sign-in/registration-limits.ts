import { Injectable } from '@nestjs/common';
import { Transaction } from '../../common/database/transaction.js';
import { RateLimited } from '../../common/errors/errors.js';
import { HttpConfig } from '../../common/http/http.config.js';
import { clientKey, networksOf } from '../../common/http/rate-limit/client-key.js';
import type { RateLimitRule } from '../../common/http/rate-limit/rate-limiter.js';
import { AuthConfig } from '../auth.config.js';
import { isExceeded, SignInCounters } from './sign-in-counters.repository.js';
import { registrationsHourly } from './sign-in-rules.js';

/** Limits new accounts per place, over all processes and restarts, because their rows stay for long. */
@Injectable()
export class RegistrationLimits {
  private readonly rules: readonly RateLimitRule[];

  constructor(
    private readonly config: HttpConfig,
    private readonly counters: SignInCounters,
    private readonly transaction: Transaction,
    auth: AuthConfig,
  ) {
    this.rules = registrationsHourly(auth.registrationsPerHour);
  }

  /** Also counts attempts whose address is taken. Throws RateLimited, and then counts nothing. */
  async begin(ip: string): Promise<void> {
    if (!this.config.rateLimits) return;
    const places = [clientKey(ip), ...networksOf(ip)];
    const counted = places.map((whose, at) => ({ rule: this.rules[at]!, whose }));
    await this.transaction.run(async () => {
      const exceeded = (await this.counters.count(counted)).filter(isExceeded);
      if (exceeded.length === 0) return;
      throw new RateLimited(Math.ceil(Math.max(...exceeded.map(({ secondsLeft }) => secondsLeft))));
    });
  }
}
