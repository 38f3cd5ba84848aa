import { Injectable } from '@nestjs/common';
import { Transaction } from '../../common/database/transaction.js';
import { Unauthenticated } from '../../common/errors/errors.js';
import type { Principal } from '../../common/http/principal.js';
import { AccountsService, type NewAccount } from '../accounts/accounts.service.js';
import { InvalidCredentials, InvalidRefreshToken } from '../auth.errors.js';
import type { Client } from './client.js';
import { type Credentials, CredentialsService } from './credentials.service.js';
import type { User } from '../entities/user.entity.js';
import { RegistrationLimits } from './registration-limits.js';
import { SessionsService } from '../sessions/sessions.service.js';
import type { SignedIn } from '../signed-in.js';
import { TokensService } from './tokens.service.js';

@Injectable()
export class AuthService {
  constructor(
    private readonly registrations: RegistrationLimits,
    private readonly accounts: AccountsService,
    private readonly credentials: CredentialsService,
    private readonly sessions: SessionsService,
    private readonly tokens: TokensService,
    private readonly transaction: Transaction,
  ) {}

  async register(account: NewAccount, { ip }: Client): Promise<SignedIn> {
    await this.registrations.begin(ip);
    await this.accounts.refuseTaken(account.email);
    const user = await this.accounts.prepare(account);
    const session = await this.transaction.run(async () => {
      await this.accounts.insert(user);
      return this.sessions.open(user.id, ip);
    });
    if (!session) throw new InvalidCredentials();
    return this.tokens.issue(user, session);
  }

  async login(credentials: Credentials, client: Client): Promise<SignedIn> {
    const user = await this.credentials.check(credentials, client);
    const session = await this.sessions.open(user.id, client.ip);
    if (!session) throw new InvalidCredentials();
    return this.tokens.issue(user, session);
  }

  async refresh(refreshToken: string): Promise<SignedIn> {
    const claim = this.tokens.readRefresh(refreshToken);
    const session = claim && (await this.sessions.rotate(claim));
    const user = session && (await this.accounts.find(session.userId));
    if (!session || !user) throw new InvalidRefreshToken();
    return this.tokens.issue(user, session);
  }

  async logout({ sessionId }: Principal): Promise<void> {
    await this.sessions.end(sessionId, 'signed_out');
  }

  async me({ userId }: Principal): Promise<User> {
    const user = await this.accounts.find(userId);
    if (!user) throw new Unauthenticated();
    return user;
  }
}
