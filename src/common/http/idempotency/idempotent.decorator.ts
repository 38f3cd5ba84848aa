import {
  applyDecorators,
  createParamDecorator,
  type ExecutionContext,
  SetMetadata,
  UseInterceptors,
} from '@nestjs/common';
import { requestOf } from '../request.js';
import type { Lease } from './idempotency.js';
import { IDEMPOTENT, type IdempotentOptions } from './idempotent.options.js';
import { IdempotencyInterceptor } from './idempotency.interceptor.js';

declare module 'fastify' {
  interface FastifyRequest {
    idempotencyLease?: Lease;
  }
}

/** Honors `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header-07): a repeated request acts once. */
export const Idempotent = (options: IdempotentOptions = {}): MethodDecorator =>
  applyDecorators(SetMetadata(IDEMPOTENT, options), UseInterceptors(IdempotencyInterceptor));

/** The lease of a two-phase request; undefined without a key. */
export const IdempotencyLease = createParamDecorator(
  (_: unknown, context: ExecutionContext): Lease | undefined => requestOf(context).idempotencyLease,
);
