import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { StaleVersion, ValidationFailed } from '../errors/errors.js';
import { requestOf } from './request.js';

/** One tag, or any (RFC 9110, 13.1.1). A change is of one version, so a list of tags has no use. */
const TAG = /^(\*|(W\/)?"[!#-~]*")$/;
const VERSION = /^(?:W\/)?"(\d{1,9})(?:-[\w-]+)?"$/;

/** A parameter's decorator documents its header on the method. */
const documented: ParameterDecorator = (target, method) =>
  ApiHeader({
    name: 'If-Match',
    required: false,
    description: 'ETag (or version in quotes) of what you have read; 412 when it has changed since.',
    schema: { type: 'string', pattern: TAG.source, example: '"3"' },
  })(target, method!, Object.getOwnPropertyDescriptor(target, method!)!);

/**
 * The version that the client changes, from `If-Match`; undefined when it sent none, or `*`. A tag that this shop never
 * gave matches nothing, so it is as stale as an old one. What is no tag is refused.
 */
export const IfMatch = createParamDecorator(
  (_: unknown, context: ExecutionContext): number | undefined => {
    const header = requestOf(context).headers['if-match'];
    if (header === undefined || header === '*') return undefined;
    if (!TAG.test(header)) throw new ValidationFailed([NO_TAG]);
    const version = VERSION.exec(header)?.[1];
    if (version === undefined) throw new StaleVersion();
    return Number(version);
  },
  [documented],
);

const NO_TAG = {
  path: 'If-Match',
  code: 'etag',
  message: 'If-Match must be one ETag in its quotes, such as "3", or *',
};
