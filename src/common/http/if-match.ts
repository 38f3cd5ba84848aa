import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { StaleVersion } from '../errors/errors.js';

export const IF_MATCH = Symbol('If-Match');

const VERSION = /^(?:W\/)?"(\d{1,9})(?:-[\w-]+)?"$/;

/**
 * The version that the client changes, from `If-Match` (RFC 9110, 13.1.1); undefined when it sent none, or `*`. A tag
 * that this shop never gave matches nothing, so it is as stale as an old one.
 */
export const IfMatch = createParamDecorator((_: unknown, context: ExecutionContext): number | undefined => {
  const header = context.switchToHttp().getRequest<FastifyRequest>().headers['if-match'];
  if (header === undefined || header.trim() === '*') return undefined;
  const version = VERSION.exec(header.trim())?.[1];
  if (version === undefined) throw new StaleVersion();
  return Number(version);
});
