import { SetMetadata } from '@nestjs/common';

/** Who may call a route; `permission` is required of staff accounts and API keys. */
export type Access =
  | { readonly kind: 'public' }
  | { readonly kind: 'signed_in' }
  | { readonly kind: 'permission'; readonly permission: string };

export const ACCESS = Symbol('access');

/** Anyone may call this. A valid access token is still recognized. */
export const Public = (): MethodDecorator & ClassDecorator =>
  SetMetadata<symbol, Access>(ACCESS, { kind: 'public' });

export const SignedIn = (): MethodDecorator & ClassDecorator =>
  SetMetadata<symbol, Access>(ACCESS, { kind: 'signed_in' });

export const RequirePermission = (permission: string): MethodDecorator & ClassDecorator =>
  SetMetadata<symbol, Access>(ACCESS, { kind: 'permission', permission });
