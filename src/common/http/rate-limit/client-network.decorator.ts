import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { requestOf } from '../request.js';
import { clientKey } from './client-key.js';

/** The `clientKey` of the request. */
export const ClientNetwork = createParamDecorator((_: unknown, context: ExecutionContext): string =>
  clientKey(requestOf(context).ip),
);
