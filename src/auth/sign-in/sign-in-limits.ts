import { Injectable } from '@nestjs/common';
import { Transaction } from '../../common/database/transaction.js';
import { RateLimited } from '../../common/errors/errors.js';
import { HttpConfig } from '../../common/http/http.config.js';
import { clientKey, networksOf } from '../../common/http/rate-limit/client-key.js';
import { RateLimiter, type RateLimitRule } from '../../common/http/rate-limit/rate-limiter.js';
import { AuthConfig } from '../auth.config.js';
import type { Familiarity } from './known-devices.js';
import { pairOf } from './login.guard.js';
import { type Counted, type Counter, isExceeded, SignInCounters } from './sign-in-counters.repository.js';
import {
  ACCOUNT_TRICKLE,
  accountHourly,
  CLIENT_HOURLY,
  DEVICE_LIMIT,
  NETWORK_HOURLY,
  NETWORK_PAIR_HOURLY,
  PAIR_HOURLY,
  PAIR_LIMIT,
} from './sign-in-rules.js';

export interface Attempt {
  readonly email: string;
  readonly ip: string;
  readonly familiarity: Familiarity;
}

/**
 * Slows down guessing without locking out the holder: known devices and places count separately. Strangers share
 * the account's failures per hour; beyond them, an uninvolved network gets one attempt per ten seconds. Unknown
 * addresses count like accounts, so that limits reveal nothing.
 */
@Injectable()
export class SignInLimits {
  private readonly accountRule: RateLimitRule;

  constructor(
    private readonly config: HttpConfig,
    private readonly counters: SignInCounters,
    private readonly transaction: Transaction,
    private readonly limiter: RateLimiter,
    auth: AuthConfig,
  ) {
    this.accountRule = accountHourly(auth.accountFailuresPerHour);
  }

  /** Counts a failure until it is forgiven, so that parallel attempts cannot evade the limit. Throws RateLimited. */
  async begin(attempt: Attempt): Promise<void> {
    if (!this.config.rateLimits) return;
    await this.transaction.run(async () => {
      const counters = await this.counters.count(this.countedOf(attempt));
      const secondsToWait = await this.secondsToWait(counters);
      if (secondsToWait > 0) throw new RateLimited(Math.ceil(secondsToWait));
    });
  }

  /** Forgives a correct password, and an attempt that was never made. */
  async forgive(attempt: Attempt): Promise<void> {
    if (!this.config.rateLimits) return;
    const { email, ip, familiarity } = attempt;
    await this.counters.giveBack(this.countedOf(attempt));
    if (typeof familiarity === 'object')
      return this.limiter.giveBack(DEVICE_LIMIT, familiarity.deviceSessionId);
    await this.limiter.giveBack(PAIR_LIMIT, pairOf(email, ip));
  }

  private async secondsToWait(counters: readonly Counter[]): Promise<number> {
    const exceeded = counters.filter(isExceeded);
    if (exceeded.length === 0) return 0;
    const account = this.blamedOnOthers(counters, exceeded);
    if (!account) return Math.max(...exceeded.map(({ secondsLeft }) => secondsLeft));
    const [trickle] = await this.counters.count([{ rule: ACCOUNT_TRICKLE, whose: account.whose }]);
    return isExceeded(trickle!) ? trickle!.secondsLeft : 0;
  }

  /** The account's counter, when only failures of other clients have used it up. */
  private blamedOnOthers(counters: readonly Counter[], exceeded: readonly Counter[]): Counter | undefined {
    const [account, ...more] = exceeded;
    const isAccountAlone = account?.rule === this.accountRule && more.length === 0;
    const hasFailedHere = counters.some(
      ({ rule, points }) => NETWORK_PAIR_HOURLY.includes(rule) && points > 1,
    );
    return isAccountAlone && !hasFailedHere ? account : undefined;
  }

  private countedOf({ email, ip, familiarity }: Attempt): readonly Counted[] {
    if (typeof familiarity === 'object') return [{ rule: DEVICE_LIMIT, whose: familiarity.deviceSessionId }];
    const atPlace = [PAIR_LIMIT, PAIR_HOURLY].map((rule) => ({ rule, whose: pairOf(email, ip) }));
    if (familiarity === 'place') return atPlace;
    return [
      ...atPlace,
      ...networksOf(ip).flatMap((network, at) => [
        { rule: NETWORK_PAIR_HOURLY[at]!, whose: `${email} ${network}` },
        { rule: NETWORK_HOURLY[at]!, whose: network },
      ]),
      { rule: CLIENT_HOURLY, whose: clientKey(ip) },
      { rule: this.accountRule, whose: email },
    ];
  }
}
