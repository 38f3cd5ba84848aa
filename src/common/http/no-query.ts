import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { UnknownField, unknownField } from '../errors/errors.js';
import { requestOf } from './request.js';

/** Refuses names of a query that nothing here knows. */
function refuseNames(names: readonly string[]): void {
  if (names.length > 0) throw new UnknownField(names.map(unknownField));
}

/** For routes that take nothing by their query: any name in it is refused, so that nobody can fill a cache by it. */
export const NoQuery = createParamDecorator((_: unknown, context: ExecutionContext): undefined => {
  refuseNames(Object.keys(requestOf(context).query as object));
});
