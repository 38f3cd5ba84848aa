import { Injectable } from '@nestjs/common';
import { AuthConfig } from './auth.config.js';
import { AccountsRepository, type UnusedAccount } from './accounts/accounts.repository.js';
import { AccountsService, type NewAccount } from './accounts/accounts.service.js';
import type { Role } from './permissions.js';

export interface AccountFacts {
  readonly id: string;
  readonly email: string;
  readonly roles: readonly Role[];
}

/** What other modules can ask about accounts. */
@Injectable()
export class AuthFacade {
  constructor(
    private readonly accounts: AccountsService,
    private readonly repository: AccountsRepository,
    private readonly config: AuthConfig,
  ) {}

  /** Creates a customer, or the given roles, in the running transaction. Throws EmailTaken and ValidationFailed. */
  async createAccount(account: NewAccount): Promise<AccountFacts> {
    const { id, email, roles } = await this.accounts.create(account);
    return { id, email, roles };
  }

  /** Locks a page of unverified customers without a sign-in for AUTH_UNUSED_ACCOUNT_DAYS, in the transaction. */
  lockUnused(limit: number, after?: UnusedAccount): Promise<UnusedAccount[]> {
    return this.repository.lockUnused(this.config.unusedAccountDays, limit, after);
  }

  /** Removes accounts with their sessions, in the transaction that has locked them. */
  removeUnused(ids: readonly string[]): Promise<void> {
    return this.repository.remove(ids);
  }
}
