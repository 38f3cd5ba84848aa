import type { Type } from '@nestjs/common';
import { validationPipe } from '../../common/http/validation.js';

const pipe = validationPipe();

/** Holds what was read from a file to the rules of the HTTP body. Throws ValidationFailed. */
export const valid = <T>(type: Type<T>, value: object): Promise<T> =>
  pipe.transform(value, { type: 'body', metatype: type }) as Promise<T>;
