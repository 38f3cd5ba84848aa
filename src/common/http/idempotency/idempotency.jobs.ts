import { Injectable } from '@nestjs/common';
import { Job } from '../../events/subscribe.decorator.js';
import { Idempotency } from './idempotency.js';

/** Keeps one statement below the statement timeout, whatever the size of the table. */
const BATCH = 1_000;

@Injectable()
export class IdempotencyJobs {
  constructor(private readonly idempotency: Idempotency) {}

  @Job('idempotency.forget_expired', {
    says: 'Deletes stored answers of idempotent requests after seven days',
    cron: '17 * * * *',
  })
  async forgetExpired(): Promise<void> {
    while ((await this.idempotency.forgetExpired(BATCH)) === BATCH);
  }
}
