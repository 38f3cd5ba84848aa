import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { StaleVersion } from '../errors/errors.js';

const VERSION = /^(?:W\/)?"(\d{1,9})(?:-[\w-]+)?"$/;

/** A parameter's decorator documents its header on the method. */
const documented: ParameterDecorator = (target, method) =>
  ApiHeader({
    name: 'If-Match',
    required: false,
    description: 'ETag (or version in quotes) of what you have read; 412 when it has changed since.',
    schema: { type: 'string', example: '"3"' },
  })(target, method!, Object.getOwnPropertyDescriptor(target, method!)!);

/**
 * The version that the client changes, from `If-Match` (RFC 9110, 13.1.1); undefined when it sent none, or `*`. A tag
 * that this shop never gave matches nothing, so it is as stale as an old one.
 */
export const IfMatch = createParamDecorator(
  (_: unknown, context: ExecutionContext): number | undefined => {
    const header = context.switchToHttp().getRequest<FastifyRequest>().headers['if-match'];
    if (header === undefined || header.trim() === '*') return undefined;
    const version = VERSION.exec(header.trim())?.[1];
    if (version === undefined) throw new StaleVersion();
    return Number(version);
  },
  [documented],
);
