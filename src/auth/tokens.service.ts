import { Injectable } from '@nestjs/common';
import { AccessTokens } from './access-tokens.js';
import { DeviceTokens } from './device-tokens.js';
import type { User } from './entities/user.entity.js';
import { lifetimesOf } from './lifetimes.js';
import { type RefreshClaim, RefreshTokens } from './refresh-tokens.js';
import type { OpenSession } from './sessions.service.js';

/** An account with fresh tokens of one of its sessions. */
export interface SignedIn {
  readonly user: User;
  readonly accessToken: string;
  readonly refreshToken: string;
  /** Shows later that the account has signed in on this device. */
  readonly deviceToken: string;
  /** Seconds until the access token expires. */
  readonly expiresIn: number;
}

/** Makes the tokens that a client holds. */
@Injectable()
export class TokensService {
  constructor(
    private readonly access: AccessTokens,
    private readonly refresh: RefreshTokens,
    private readonly devices: DeviceTokens,
  ) {}

  async issue(user: User, session: OpenSession): Promise<SignedIn> {
    const expiresIn = lifetimesOf(user.roles).accessSeconds;
    const accessToken = await this.access.issue(user.id, session.sessionId, expiresIn);
    const refreshToken = this.refresh.issue(session);
    const deviceToken = this.devices.issue(session.sessionId, user.email);
    return { user, accessToken, refreshToken, deviceToken, expiresIn };
  }

  readRefresh(token: string): RefreshClaim | undefined {
    return this.refresh.read(token);
  }
}
