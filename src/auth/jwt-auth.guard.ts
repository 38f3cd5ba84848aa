import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { Unauthenticated } from '../common/errors/errors.js';
import { ACCESS, type Access } from '../common/http/access.decorator.js';
import type { AccessClaims } from './access-claims.js';
import { PrincipalsService } from './principals.service.js';

interface Verified {
  accessClaims?: AccessClaims;
}

/**
 * Says who is asking, on every route. No credential is fine where anyone may call; a credential that is sent and does not
 * hold is refused everywhere, so that nobody is taken for a stranger by mistake.
 */
@Injectable()
export class JwtAuthGuard extends AuthGuard('jwt') {
  constructor(
    private readonly principals: PrincipalsService,
    private readonly reflector: Reflector,
  ) {
    super({ property: 'accessClaims', session: false });
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest & Verified>();
    if (request.headers.authorization === undefined) {
      if (this.isPublic(context)) return true;
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

  private isPublic(context: ExecutionContext): boolean {
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, [
      context.getHandler(),
      context.getClass(),
    ]);
    return access?.kind === 'public';
  }
}
