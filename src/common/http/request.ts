import type { ArgumentsHost } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

export const requestOf = <T = FastifyRequest>(host: ArgumentsHost): T => host.switchToHttp().getRequest<T>();

export const replyOf = (host: ArgumentsHost): FastifyReply => host.switchToHttp().getResponse<FastifyReply>();
