import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Forbidden, Unauthenticated } from '../common/errors/errors.js';
import { ACCESS, type Access } from '../common/http/access.decorator.js';

/** Says whether the one who asks may. A route that declares nothing is closed. */
@Injectable()
export class PermissionsGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (access?.kind === 'public') return true;
    const { principal } = context.switchToHttp().getRequest<FastifyRequest>();
    if (!principal) throw new Unauthenticated();
    if (access?.kind === 'signed_in') return true;
    if (access?.kind === 'permission' && principal.permissions.has(access.permission)) return true;
    throw new Forbidden();
  }
}
