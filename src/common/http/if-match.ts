import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { ValidationFailed } from '../errors/errors.js';
import { requestOf } from './request.js';

/** One tag or `*` (RFC 9110, 13.1.1). A list is refused, because a change is based on one version. */
const TAG = /^(\*|(W\/)?"[!#-~]*")$/;
const VERSION = /^(?:W\/)?"(\d{1,9})(?:-[\w-]+)?"$/;

const documented: ParameterDecorator = (target, method) =>
  ApiHeader({
    name: 'If-Match',
    required: false,
    description: 'ETag (or quoted version) that you have read; the answer is 412 when it has changed.',
    schema: { type: 'string', pattern: TAG.source, example: '"3"' },
  })(target, method!, Object.getOwnPropertyDescriptor(target, method!)!);

/** No row has it. What else is wrong with the request is told before the version is compared (RFC 9110, 13.2.1). */
const UNKNOWN = -1;

/** The expected version; undefined without the header or for `*`. Unknown tags are stale, malformed ones refused. */
export const IfMatch = createParamDecorator(
  (_: unknown, context: ExecutionContext): number | undefined => {
    const header = requestOf(context).headers['if-match'];
    if (header === undefined || header === '*') return undefined;
    if (!TAG.test(header)) throw new ValidationFailed([NO_TAG]);
    return Number(VERSION.exec(header)?.[1] ?? UNKNOWN);
  },
  [documented],
);

const NO_TAG = {
  path: 'If-Match',
  code: 'etag',
  message: 'If-Match must be one ETag in its quotes, such as "3", or *',
};
