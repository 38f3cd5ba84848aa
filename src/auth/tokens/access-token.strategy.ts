import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { Strategy } from 'passport-jwt';
import { type AccessClaims, bearerToken } from './access-claims.js';
import { AccessTokens } from './access-tokens.js';

type Request = Parameters<Strategy['authenticate']>[0];

/** Checks signature and expiry; the guard checks the session. */
@Injectable()
export class AccessTokenStrategy extends PassportStrategy(Strategy) {
  constructor(private readonly tokens: AccessTokens) {
    super({
      jwtFromRequest: bearerOf,
      // The library must never verify by itself; if it tried, it would find no key.
      secretOrKeyProvider: (_request, _token, done) => done(new Error('Tokens are verified by jose')),
    });
  }

  /** Replaces the library's verification by `jsonwebtoken`, so that each token is verified once, by jose. */
  override authenticate(request: Request): void {
    const token = bearerOf(request);
    if (token === null) return this.fail(401);
    this.validate(token).then(
      (claims) => (claims ? this.success(claims) : this.fail(401)),
      (error: unknown) => this.error(error as Error),
    );
  }

  validate(token: string): Promise<AccessClaims | undefined> {
    return this.tokens.verify(token);
  }
}

const bearerOf = (request: Request): string | null =>
  bearerToken((request as unknown as FastifyRequest).headers.authorization);
