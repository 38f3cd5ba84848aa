import { Injectable } from '@nestjs/common';
import { SignJWT } from 'jose';
import { uuidv4 } from '../common/database/ids.js';
import { ALGORITHM, TOKEN_TYPE } from './access-claims.js';
import { AuthConfig } from './auth.config.js';
import { SigningKeys } from './signing-keys.js';

/** Signs access tokens (RFC 9068). They carry no roles: what an account may do is looked up on each request. */
@Injectable()
export class AccessTokens {
  constructor(
    private readonly keys: SigningKeys,
    private readonly config: AuthConfig,
  ) {}

  issue(userId: string, sessionId: string, lifetimeSeconds: number): Promise<string> {
    const issuedAt = Math.floor(Date.now() / 1000);
    return new SignJWT({ sid: sessionId })
      .setProtectedHeader({ alg: ALGORITHM, typ: TOKEN_TYPE, kid: this.keys.kid })
      .setIssuer(this.config.issuer)
      .setAudience(this.config.audience)
      .setSubject(userId)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + lifetimeSeconds)
      .setJti(uuidv4())
      .sign(this.keys.privateKey);
  }
}
