import { Injectable } from '@nestjs/common';
import { Transaction } from '../../common/database/transaction.js';
import { Outbox } from '../../common/events/outbox.js';
import { AccountsRepository } from './accounts.repository.js';
import { AccountsService } from './accounts.service.js';
import { AccountChanged } from '../auth.events.js';
import type { User } from '../entities/user.entity.js';
import { SessionsService } from '../sessions/sessions.service.js';

@Injectable()
export class OwnersService {
  constructor(
    private readonly accounts: AccountsService,
    private readonly repository: AccountsRepository,
    private readonly sessions: SessionsService,
    private readonly transaction: Transaction,
    private readonly outbox: Outbox,
  ) {}

  /** Creates or promotes an owner. The new password ends older sessions, because a stranger may hold the account. */
  async appoint(email: string, password: string): Promise<'created' | 'promoted'> {
    const owner = await this.accounts.prepare({ email, password, roles: ['owner'] });
    return this.transaction.run(async () => {
      const user = await this.repository.lockByEmail(owner.email);
      if (user) {
        await this.promote(user, owner);
        return 'promoted';
      }
      await this.accounts.insert(owner);
      return 'created';
    });
  }

  private async promote(user: User, password: User): Promise<void> {
    const before = { status: user.status, roles: user.roles };
    user.status = 'active';
    user.roles = [...new Set([...user.roles, 'owner' as const])].sort();
    await this.repository.updateStanding(user);
    await this.repository.updatePassword(user.id, password);
    await this.sessions.endAllOf(user.id, 'password_set');
    await this.outbox.publish(
      new AccountChanged(user.id, null, before, { status: user.status, roles: user.roles }),
    );
  }
}
