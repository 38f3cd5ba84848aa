import { Injectable } from '@nestjs/common';
import { Job } from '../../common/events/subscribe.decorator.js';
import { SignInCounters } from './sign-in-counters.repository.js';

/** Keeps one statement below the statement timeout, whatever the size of the table. */
const BATCH = 1_000;

@Injectable()
export class SignInJobs {
  constructor(private readonly counters: SignInCounters) {}

  @Job('auth.remove_expired_counters', {
    says: 'Deletes counters of failed sign-ins whose window is over',
    cron: '*/5 * * * *',
  })
  async removeExpiredCounters(): Promise<void> {
    while ((await this.counters.removeExpired(BATCH)) === BATCH);
  }
}
