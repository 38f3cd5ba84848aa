import { Injectable } from '@nestjs/common';
import { RateLimited } from '../../common/errors/errors.js';
import { tellOfSecurity } from '../../common/http/security-log.js';
import { AccountsRepository } from '../accounts/accounts.repository.js';
import { InvalidCredentials } from '../auth.errors.js';
import type { Client } from './client.js';
import type { User } from '../entities/user.entity.js';
import { KnownDevices } from './known-devices.js';
import { PasswordPolicy } from '../passwords/password-policy.js';
import { Passwords } from '../passwords/passwords.js';
import { type Attempt, SignInLimits } from './sign-in-limits.js';

export interface Credentials {
  readonly email: string;
  readonly password: string;
  /** From an earlier sign-in on this device. */
  readonly deviceToken?: string;
}

@Injectable()
export class CredentialsService {
  constructor(
    private readonly accounts: AccountsRepository,
    private readonly passwords: Passwords,
    private readonly limits: SignInLimits,
    private readonly devices: KnownDevices,
    private readonly policy: PasswordPolicy,
  ) {}

  /** All failures cost the same work. Throws InvalidCredentials, or RateLimited before any attempt. */
  async check({ email, password, deviceToken }: Credentials, client: Client): Promise<User> {
    const user = await this.accounts.findByEmail(email);
    const familiarity = await this.devices.familiarityOf(user?.id, email, deviceToken, client.ip);
    const attempt = { email, ip: client.ip, familiarity };
    await this.begin(attempt, user, client);
    const isRight = await this.verify(attempt, user, password);
    if (!user || !isRight || !user.isActive) {
      tellOfSecurity('sign_in_failed', { accountId: user?.id ?? null, ...client });
      throw new InvalidCredentials();
    }
    await this.limits.forgive(attempt);
    await this.keepUp(user, password);
    return user;
  }

  private async begin(attempt: Attempt, user: User | null, client: Client): Promise<void> {
    try {
      await this.limits.begin(attempt);
    } catch (error) {
      if (error instanceof RateLimited)
        tellOfSecurity('sign_in_limited', { accountId: user?.id ?? null, ...client });
      throw error;
    }
  }

  /** When no hash could run, no attempt was made, so none is counted. */
  private async verify(attempt: Attempt, user: User | null, password: string): Promise<boolean> {
    try {
      return await this.passwords.verify(user?.passwordHash, password);
    } catch (error) {
      await this.limits.forgive(attempt);
      throw error;
    }
  }

  /** Only now is the password known, so its level and hash are updated. */
  private async keepUp(user: User, password: string): Promise<void> {
    if (user.passwordLevel === 'customer' && (await this.policy.levelOf(password, user)) === 'staff')
      await this.accounts.updateLevel(user, 'staff');
    if (!this.passwords.needsRehash(user.passwordHash)) return;
    const newHash = await this.passwords.hash(password);
    await this.accounts.replaceHash(user.id, user.passwordHash, newHash);
  }
}
