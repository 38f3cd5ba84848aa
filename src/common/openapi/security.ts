import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import type { Access } from '../http/access.decorator.js';
import { PROVES_TOKEN } from '../http/idempotency/idempotent.options.js';
import { currentUser } from '../http/principal.js';
import type { Route } from '../http/routes.js';

type Requirement = Record<string, string[]>;

/** Public routes require nothing but may recognize an account; order routes require the order's token or an account. */
export function securityOf(access: Access, route: Route): Requirement[] {
  if (access.kind !== 'public') return [BEARER];
  if (takesToken(route)) return [{ orderToken: [] }, BEARER];
  return knowsUsers(route) ? [{}, BEARER] : [];
}

/** The same in words. */
export function callersOf(access: Access, route: Route): string {
  if (access.kind === 'permission') return `Requires the permission \`${access.permission}\`.`;
  if (access.kind === 'signed_in') return 'Requires a signed-in account.';
  if (takesToken(route)) return 'Requires the token of a guest order, or an account that may see the order.';
  return 'Anyone may call this.';
}

const takesToken = ({ handler }: Route): boolean => Reflect.getMetadata(PROVES_TOKEN, handler) === true;

const BEARER: Requirement = { bearer: [] };

function knowsUsers({ controller, name }: Route): boolean {
  const given = Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, name) as
    Record<string, { factory?: unknown }> | undefined;
  return Object.values(given ?? {}).some(({ factory }) => factory === currentUser);
}
