import { type ExecutionContext, Injectable } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { Unauthenticated } from '../../common/errors/errors.js';
import { requestOf } from '../../common/http/request.js';
import type { AccessClaims } from '../tokens/access-claims.js';
import { PrincipalsService } from '../sessions/principals.service.js';
import { accessOf } from './route-access.js';

interface Verified {
  accessClaims?: AccessClaims;
}

/** Refuses invalid credentials on public routes too, so that nobody is treated as a guest by mistake. */
@Injectable()
export class JwtAuthGuard extends AuthGuard('jwt') {
  constructor(private readonly principals: PrincipalsService) {
    super({ property: 'accessClaims', session: false });
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = requestOf<FastifyRequest & Verified>(context);
    if (request.headers.authorization === undefined) {
      if (accessOf(context)?.kind === 'public') return true;
      throw new Unauthenticated();
    }
    await super.canActivate(context);
    request.principal = await this.principals.find(request.accessClaims!);
    if (!request.principal) throw new Unauthenticated();
    return true;
  }

  override handleRequest<T>(error: unknown, claims: T): T {
    if (error instanceof Error) throw error;
    if (!claims) throw new Unauthenticated();
    return claims;
  }
}
