import { Injectable } from '@nestjs/common';
import { Transaction } from '../../common/database/transaction.js';
import { Outbox } from '../../common/events/outbox.js';
import { normalizeEmail } from '../../common/http/email-address.js';
import { AccountsRepository } from './accounts.repository.js';
import { EmailTaken } from '../auth.errors.js';
import { AccountRegistered } from '../auth.events.js';
import { User } from '../entities/user.entity.js';
import { PasswordPolicy } from '../passwords/password-policy.js';
import { Passwords } from '../passwords/passwords.js';
import type { Role } from '../permissions.js';

export interface NewAccount {
  readonly email: string;
  readonly password: string;
  readonly name?: string;
  readonly roles?: readonly Role[];
  /** For demo accounts, because the policy would refuse a published password. */
  readonly isPasswordPublished?: boolean;
}

@Injectable()
export class AccountsService {
  constructor(
    private readonly accounts: AccountsRepository,
    private readonly passwords: Passwords,
    private readonly policy: PasswordPolicy,
    private readonly transaction: Transaction,
    private readonly outbox: Outbox,
  ) {}

  /** Throws ValidationFailed for a weak password, EmailTaken when the address has an account. */
  async create(account: NewAccount): Promise<User> {
    const user = await this.prepare(account);
    await this.transaction.run(() => this.insert(user));
    return user;
  }

  /** Runs outside transactions, because a hash takes longer than a row should stay locked. */
  async prepare({
    email,
    password,
    name,
    roles = ['customer'],
    isPasswordPublished = false,
  }: NewAccount): Promise<User> {
    const user = new User();
    user.email = normalizeEmail(email);
    user.roles = [...roles];
    user.name = name ?? null;
    if (!isPasswordPublished) await this.policy.check(password, user);
    user.passwordLevel = await this.policy.levelOf(password, user);
    user.passwordHash = await this.passwords.hash(password);
    user.status = 'active';
    user.emailVerifiedAt = null;
    return user;
  }

  /** Saves a hash in the common case; the constraint decides. */
  async refuseTaken(email: string): Promise<void> {
    if (await this.accounts.findByEmail(normalizeEmail(email))) throw new EmailTaken();
  }

  find(id: string): Promise<User | null> {
    return this.accounts.findById(id);
  }

  /** Inserts a prepared account in the running transaction. */
  async insert(user: User): Promise<void> {
    await this.accounts.insert(user);
    await this.outbox.publish(new AccountRegistered(user.id));
  }
}
