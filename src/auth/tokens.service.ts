import { Injectable } from '@nestjs/common';
import { AccessTokens } from './access-tokens.js';
import type { User } from './entities/user.entity.js';
import { lifetimesOf } from './lifetimes.js';
import { type RefreshClaim, RefreshTokens } from './refresh-tokens.js';
import type { OpenSession } from './sessions.service.js';

/** An account with fresh tokens of one of its sessions. */
export interface SignedIn {
  readonly user: User;
  readonly accessToken: string;
  readonly refreshToken: string;
  /** Seconds until the access token expires. */
  readonly expiresIn: number;
}

/** Makes the pair of tokens that a client holds. */
@Injectable()
export class TokensService {
  constructor(
    private readonly access: AccessTokens,
    private readonly refresh: RefreshTokens,
  ) {}

  async issue(user: User, session: OpenSession): Promise<SignedIn> {
    const expiresIn = lifetimesOf(user.roles).accessSeconds;
    const accessToken = await this.access.issue(user.id, session.sessionId, expiresIn);
    return { user, accessToken, refreshToken: this.refresh.issue(session), expiresIn };
  }

  readRefresh(token: string): RefreshClaim | undefined {
    return this.refresh.read(token);
  }
}
