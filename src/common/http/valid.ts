import type { Type } from '@nestjs/common';
import { validationPipe } from './validation.js';

const pipe = validationPipe();

/** Holds what came in a file or a form to the rules of the HTTP body. Throws ValidationFailed. */
export const valid = <T>(type: Type<T>, value: object): Promise<T> =>
  pipe.transform(value, { type: 'body', metatype: type }) as Promise<T>;
