import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { Strategy } from 'passport-jwt';
import { ALGORITHM, type AccessClaims, bearerToken, claimsOf, keyIdOf } from './access-claims.js';
import { AuthConfig } from './auth.config.js';
import { SigningKeys } from './signing-keys.js';

/** Says whether an access token is genuine and in date. Whether its session still stands is the guard's question. */
@Injectable()
export class AccessTokenStrategy extends PassportStrategy(Strategy) {
  constructor(keys: SigningKeys, config: AuthConfig) {
    super({
      jwtFromRequest: (request) => bearerToken((request as unknown as FastifyRequest).headers.authorization),
      secretOrKeyProvider: (_request, token: string, done) => {
        const kid = keyIdOf(token);
        const key = kid === undefined ? undefined : keys.find(kid);
        // A typed key, which no other algorithm can take for a secret; the declared types know only text.
        done(key ? null : new Error('Unknown key'), key as unknown as Buffer);
      },
      algorithms: [ALGORITHM],
      issuer: config.issuer,
      audience: config.audience,
    });
  }

  validate(payload: Record<string, unknown>): AccessClaims | false {
    return claimsOf(payload) ?? false;
  }
}
