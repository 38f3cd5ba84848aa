import { Injectable } from '@nestjs/common';
import { errors, type JWTHeaderParameters, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import { LRUCache } from 'lru-cache';
import type { KeyObject } from 'node:crypto';
import { uuidv4 } from '../../common/database/ids.js';
import { type AccessClaims, ALGORITHM, claimsOf, keyIdOf, TOKEN_TYPE } from './access-claims.js';
import { AuthConfig } from '../auth.config.js';
import { SigningKeys } from './signing-keys.js';

const MAX_KNOWN = 10_000;

/**
 * Signs access tokens (RFC 9068), and says which are genuine. They carry no roles: what an account may do is looked up on
 * each request.
 */
@Injectable()
export class AccessTokens {
  /** What genuine tokens say, by their whole text: a client shows the same one many times. */
  private readonly known = new LRUCache<string, AccessClaims>({ max: MAX_KNOWN });

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

  /** What a token says, or undefined when it is not one of ours or its time is over. */
  async verify(token: string): Promise<AccessClaims | undefined> {
    const claims = this.known.get(token) ?? (await this.read(token));
    return claims && claims.expiresAt > Date.now() / 1000 ? claims : undefined;
  }

  private async read(token: string): Promise<AccessClaims | undefined> {
    const payload = await this.payloadOf(token);
    const claims = payload && claimsOf(payload);
    if (claims) this.known.set(token, claims);
    return claims;
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
