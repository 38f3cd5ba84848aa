import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { requestOf } from '../request.js';
import { clientKey } from './client-key.js';

/** The part of the internet that the request comes from, as limits count it: see `clientKey`. */
export const ClientNetwork = createParamDecorator((_: unknown, context: ExecutionContext): string =>
  clientKey(requestOf(context).ip),
);
