import { Injectable } from '@nestjs/common';
import { Transaction } from '../../common/database/transaction.js';
import { NotFound } from '../../common/errors/errors.js';
import { Outbox } from '../../common/events/outbox.js';
import { Cursors, type Page } from '../../common/http/pagination.js';
import type { Principal } from '../../common/http/principal.js';
import { AccountsRepository } from './accounts.repository.js';
import { EmailNotVerified, PasswordNotFitForStaff } from '../auth.errors.js';
import { AccountChanged } from '../auth.events.js';
import type { ListUsersQuery } from '../dto/list-users.query.js';
import type { User } from '../entities/user.entity.js';
import { isStaff } from '../permissions.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { changed, isSame, refuseBeyond, type Standing } from './standing.js';

export interface AccountChanges extends Partial<Standing> {
  /** The caller has verified the address by other means. */
  readonly emailVerified?: true;
}

/** Manages the accounts of others, for staff. */
@Injectable()
export class UsersService {
  constructor(
    private readonly accounts: AccountsRepository,
    private readonly sessions: SessionsService,
    private readonly transaction: Transaction,
    private readonly outbox: Outbox,
    private readonly cursors: Cursors,
  ) {}

  /** Newest first. */
  async list({ limit, cursor, email, status, role }: ListUsersQuery): Promise<Page<User>> {
    const scope = JSON.stringify(['users', email, status, role]);
    const after = this.cursors.decode(scope, cursor);
    const beforeId = after?.[0] as string | undefined;
    const users = await this.accounts.page({ emailPrefix: email, status, role, beforeId, limit: limit + 1 });
    return this.cursors.page(users, limit, scope, (last) => [last.id]);
  }

  async get(id: string): Promise<User> {
    const user = await this.accounts.findById(id);
    if (!user) throw new NotFound('user');
    return user;
  }

  /** Throws Forbidden beyond the caller's permissions, LastOwner, PasswordNotFitForStaff and EmailNotVerified. */
  async change(id: string, { emailVerified, ...changes }: AccountChanges, by: Principal): Promise<User> {
    return this.transaction.run(async () => {
      const user = await this.accounts.lockById(id);
      if (!user) throw new NotFound('user');
      const before: Standing = { status: user.status, roles: user.roles };
      const after = changed(before, changes);
      if (isSame(before, after) && !emailVerified) return user;
      refuseBeyond(by.permissions, before, after);
      if (emailVerified) user.emailVerifiedAt ??= new Date();
      if (becomesStaff(before, after)) refuseUnfit(user);

      user.status = after.status;
      user.roles = [...after.roles];
      await this.accounts.updateStanding(user);
      await this.sessions.standingChanged(user);
      await this.outbox.publish(new AccountChanged(id, by.userId, before, after));
      return user;
    });
  }
}

const becomesStaff = (before: Standing, after: Standing): boolean =>
  isStaff(after.roles) && !isStaff(before.roles);

function refuseUnfit({ passwordLevel, emailVerifiedAt }: User): void {
  if (passwordLevel !== 'staff') throw new PasswordNotFitForStaff();
  if (emailVerifiedAt === null) throw new EmailNotVerified();
}
