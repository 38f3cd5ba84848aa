import { Injectable } from '@nestjs/common';
import { Job } from '../../common/events/subscribe.decorator.js';
import { SessionsRepository } from './sessions.repository.js';

/** Keeps one statement below the statement timeout, whatever the size of the table. */
const BATCH = 1_000;

@Injectable()
export class SessionsJobs {
  constructor(private readonly sessions: SessionsRepository) {}

  @Job('auth.remove_dead_sessions', {
    says: 'Deletes ended sessions whose tokens can no longer be used',
    cron: '23 3 * * *',
  })
  async removeDead(): Promise<void> {
    while ((await this.sessions.removeDead(BATCH)) === BATCH);
  }
}
