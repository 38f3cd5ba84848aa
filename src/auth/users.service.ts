import { Injectable } from '@nestjs/common';
import { Transaction } from '../common/database/transaction.js';
import { Forbidden, NotFound } from '../common/errors/errors.js';
import { Outbox } from '../common/events/outbox.js';
import { Cursors, type Page } from '../common/http/pagination.js';
import type { Principal } from '../common/http/principal.js';
import { AccountsRepository } from './accounts.repository.js';
import { AccountChanged } from './auth.events.js';
import type { ListUsersQuery } from './dto/list-users.query.js';
import type { User, UserStatus } from './entities/user.entity.js';
import { permissionsOf, type Role } from './permissions.js';
import { SessionsService } from './sessions.service.js';

/** What may be changed about an account by others. */
export interface Standing {
  readonly status: UserStatus;
  readonly roles: readonly Role[];
}

/** The accounts of others, for staff. */
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

  /**
   * Suspends, takes back, or gives roles. Throws Forbidden for a role that allows what the one who gives it may not do,
   * LastOwner when nobody could decide about accounts any more.
   */
  async change(id: string, changes: Partial<Standing>, by: Principal): Promise<User> {
    return this.transaction.run(async () => {
      const user = await this.accounts.lockById(id);
      if (!user) throw new NotFound('user');
      const before: Standing = { status: user.status, roles: user.roles };
      const after: Standing = {
        status: changes.status ?? user.status,
        roles: ordered(changes.roles ?? user.roles),
      };
      if (isSame(before, after)) return user;
      refuseBeyond(by, before, after);

      user.status = after.status;
      user.roles = [...after.roles];
      await this.accounts.updateStanding(user);
      await this.sessions.standingChanged(user);
      await this.outbox.publish(new AccountChanged(id, by.userId, before, after));
      return user;
    });
  }
}

/** Nobody gives, takes or shuts out a power that they do not hold themselves. */
function refuseBeyond(by: Principal, before: Standing, after: Standing): void {
  const touched =
    before.status === after.status
      ? difference(before.roles, after.roles)
      : [...before.roles, ...after.roles];
  const lacking = [...permissionsOf(touched)].filter((permission) => !by.permissions.has(permission));
  if (lacking.length > 0)
    throw new Forbidden(`Your account lacks what this one may do: ${lacking.join(', ')}.`);
}

const difference = (a: readonly Role[], b: readonly Role[]): Role[] => [
  ...a.filter((role) => !b.includes(role)),
  ...b.filter((role) => !a.includes(role)),
];

const ordered = (roles: readonly Role[]): Role[] => [...new Set(roles)].sort();

const isSame = (a: Standing, b: Standing): boolean =>
  a.status === b.status && difference(a.roles, b.roles).length === 0;
