import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { UnknownField, unknownField } from '../errors/errors.js';
import { requestOf } from './request.js';

function refuseNames(names: readonly string[]): void {
  if (names.length > 0) throw new UnknownField(names.map(unknownField));
}

/** Refuses every query parameter, so that nobody can fill a cache with them. */
export const NoQuery = createParamDecorator((_: unknown, context: ExecutionContext): undefined => {
  refuseNames(Object.keys(requestOf(context).query as object));
});
