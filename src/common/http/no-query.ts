import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { UnknownField, unknownField } from '../errors/errors.js';

/** Refuses names of a query that nothing here knows. */
function refuseNames(names: readonly string[]): void {
  if (names.length > 0) throw new UnknownField(names.map(unknownField));
}

/** For routes that take nothing by their query: any name in it is refused, so that nobody can fill a cache by it. */
export const NoQuery = createParamDecorator((_: unknown, context: ExecutionContext): undefined => {
  refuseNames(Object.keys(context.switchToHttp().getRequest<FastifyRequest>().query as object));
});
