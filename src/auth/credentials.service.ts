import { Injectable } from '@nestjs/common';
import { AccountsRepository } from './accounts.repository.js';
import { InvalidCredentials } from './auth.errors.js';
import type { User } from './entities/user.entity.js';
import { Passwords } from './passwords.js';
import { SignInLimits } from './sign-in-limits.js';

/** Says whose e-mail address and password these are. */
@Injectable()
export class CredentialsService {
  constructor(
    private readonly accounts: AccountsRepository,
    private readonly passwords: Passwords,
    private readonly limits: SignInLimits,
  ) {}

  /**
   * An unknown address, a wrong password and a suspended account cost the same work and get the same answer. Throws
   * InvalidCredentials, or RateLimited before anything was tried.
   */
  async check(email: string, password: string, ip: string): Promise<User> {
    const attempt = this.limits.begin(email, ip);
    const user = await this.accounts.findByEmail(email);
    const isRight = await this.passwords.verify(user?.passwordHash, password);
    if (!user || !isRight || !user.isActive) throw new InvalidCredentials();
    await this.limits.succeeded(attempt);
    if (this.passwords.needsRehash(user.passwordHash)) await this.rehash(user, password);
    return user;
  }

  /** The password is known only now, so now is when its hash can follow a change of the cost. */
  private async rehash(user: User, password: string): Promise<void> {
    const newHash = await this.passwords.hash(password);
    await this.accounts.replaceHash(user.id, user.passwordHash, newHash);
  }
}
