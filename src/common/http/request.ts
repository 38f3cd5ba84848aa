import type { ArgumentsHost } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** The HTTP request behind a guard, an interceptor, a filter or a parameter decorator. */
export const requestOf = <T = FastifyRequest>(host: ArgumentsHost): T => host.switchToHttp().getRequest<T>();

/** The reply to that request. */
export const replyOf = (host: ArgumentsHost): FastifyReply => host.switchToHttp().getResponse<FastifyReply>();
