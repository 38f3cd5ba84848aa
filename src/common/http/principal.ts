import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { requestOf } from './request.js';

export interface Principal {
  readonly userId: string;
  readonly sessionId: string;
  readonly roles: readonly string[];
  readonly permissions: ReadonlySet<string>;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the authentication guard; absent on a public route without a token. */
    principal?: Principal;
  }
}

/** Also tells the OpenAPI document which public routes recognize accounts. */
export function currentUser(_: unknown, context: ExecutionContext): Principal | undefined {
  return requestOf(context).principal;
}

/** Parameter of type `Principal`, or `Principal | undefined` on a public route. */
export const CurrentUser = createParamDecorator(currentUser);
