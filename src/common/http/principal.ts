import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { requestOf } from './request.js';

/** Who is asking, proven by a credential on this request. */
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

/** Finds who is signed in; the document knows by it which public routes know accounts. */
export function currentUser(_: unknown, context: ExecutionContext): Principal | undefined {
  return requestOf(context).principal;
}

/** The signed-in account: `Principal`, or `Principal | undefined` on a public route. */
export const CurrentUser = createParamDecorator(currentUser);
