import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Forbidden, Unauthenticated } from '../../common/errors/errors.js';
import { requestOf } from '../../common/http/request.js';
import { accessOf } from './route-access.js';

/** Checks the permission of each request. Routes that declare no access are closed. */
@Injectable()
export class PermissionsGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const access = accessOf(context);
    if (access?.kind === 'public') return true;
    const { principal } = requestOf(context);
    if (!principal) throw new Unauthenticated();
    if (access?.kind === 'signed_in') return true;
    if (access?.kind === 'permission' && principal.permissions.has(access.permission)) return true;
    throw new Forbidden();
  }
}
