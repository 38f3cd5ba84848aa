import { Injectable } from '@nestjs/common';
import { AccessTokens } from '../tokens/access-tokens.js';
import { DeviceTokens } from '../tokens/device-tokens.js';
import type { User } from '../entities/user.entity.js';
import { lifetimesOf } from '../tokens/lifetimes.js';
import { type RefreshClaim, RefreshTokens } from '../tokens/refresh-tokens.js';
import type { OpenSession } from '../sessions/sessions.service.js';
import type { SignedIn } from '../signed-in.js';

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
