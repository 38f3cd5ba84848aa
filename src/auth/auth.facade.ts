import { Injectable } from '@nestjs/common';
import { AuthConfig } from './auth.config.js';
import { AccountsRepository, type UnusedAccount } from './accounts/accounts.repository.js';
import { AccountsService, type NewAccount } from './accounts/accounts.service.js';
import type { Role } from './permissions.js';

/** An account as other modules see it. */
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

  /**
   * Creates an account in the running transaction, as a customer unless roles are given. Throws EmailTaken, and
   * ValidationFailed for a password that the policy refuses.
   */
  async createAccount(account: NewAccount): Promise<AccountFacts> {
    const { id, email, roles } = await this.accounts.create(account);
    return { id, email, roles };
  }

  /**
   * Locks customers' accounts that nobody has signed in to for AUTH_UNUSED_ACCOUNT_DAYS, and whose address nobody has
   * verified, page by page in the running transaction. Whoever signs in meanwhile keeps the account, or finds it gone.
   */
  lockUnused(limit: number, after?: UnusedAccount): Promise<UnusedAccount[]> {
    return this.repository.lockUnused(this.config.unusedAccountDays, limit, after);
  }

  /** Removes accounts with their sessions, in the transaction that has locked them. */
  removeUnused(ids: readonly string[]): Promise<void> {
    return this.repository.remove(ids);
  }
}
