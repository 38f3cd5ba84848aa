import { Injectable } from '@nestjs/common';
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
  constructor(private readonly accounts: AccountsService) {}

  /**
   * Creates an account in the running transaction, as a customer unless roles are given. Throws EmailTaken, and
   * ValidationFailed for a password that the policy refuses.
   */
  async createAccount(account: NewAccount): Promise<AccountFacts> {
    const { id, email, roles } = await this.accounts.create(account);
    return { id, email, roles };
  }
}
