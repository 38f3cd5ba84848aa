import { SetMetadata } from '@nestjs/common';

/** Who may call a route. `permission` names what staff or an API key must hold. */
export type Access =
  | { readonly kind: 'public' }
  | { readonly kind: 'signed_in' }
  | { readonly kind: 'permission'; readonly permission: string };

export const ACCESS = Symbol('access');

/** Anyone may call this; a valid access token is still recognised. */
export const Public = (): MethodDecorator & ClassDecorator =>
  SetMetadata<symbol, Access>(ACCESS, { kind: 'public' });

/** Any signed-in account may call this. */
export const SignedIn = (): MethodDecorator & ClassDecorator =>
  SetMetadata<symbol, Access>(ACCESS, { kind: 'signed_in' });

/** Only an account that holds the permission may call this. */
export const RequirePermission = (permission: string): MethodDecorator & ClassDecorator =>
  SetMetadata<symbol, Access>(ACCESS, { kind: 'permission', permission });
