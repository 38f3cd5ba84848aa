import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { UnknownField } from '../errors/errors.js';

/** Refuses names of a query that nothing here knows. */
export function refuseNames(names: readonly string[]): void {
  if (names.length === 0) return;
  const faults = names.map((path) => {
    return { path, code: 'unknown_field', message: `${path} is not a field that is known here` };
  });
  throw new UnknownField(faults);
}

/** For routes that take nothing by their query: any name in it is refused, so that nobody can fill a cache by it. */
export const NoQuery = createParamDecorator((_: unknown, context: ExecutionContext): undefined => {
  refuseNames(Object.keys(context.switchToHttp().getRequest<FastifyRequest>().query as object));
});
