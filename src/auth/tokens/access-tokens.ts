import { Injectable } from '@nestjs/common';
import { errors, type JWTHeaderParameters, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import type { KeyObject } from 'node:crypto';
import { uuidv4 } from '../../common/database/ids.js';
import { type AccessClaims, ALGORITHM, claimsOf, keyIdOf, TOKEN_TYPE } from './access-claims.js';
import { AuthConfig } from '../auth.config.js';
import { SigningKeys } from './signing-keys.js';

/** Access tokens (RFC 9068) carry no roles; each request looks permissions up. */
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

  /** Undefined when the token is not ours or has expired. */
  async verify(token: string): Promise<AccessClaims | undefined> {
    const payload = await this.payloadOf(token);
    return payload && claimsOf(payload);
  }

  private async payloadOf(token: string): Promise<JWTPayload | undefined> {
    try {
      const { payload } = await jwtVerify(token, (header) => this.keyFor(header), {
        algorithms: [ALGORITHM],
        typ: TOKEN_TYPE,
        issuer: this.config.issuer,
        audience: this.config.audience,
      });
      return payload;
    } catch (error) {
      if (error instanceof errors.JOSEError) return undefined;
      throw error;
    }
  }

  private keyFor(header: JWTHeaderParameters): KeyObject {
    const kid = keyIdOf(header);
    const key = kid === undefined ? undefined : this.keys.find(kid);
    if (!key) throw new errors.JWKSNoMatchingKey();
    return key;
  }
}
