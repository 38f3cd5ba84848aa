import { SetMetadata } from '@nestjs/common';
import type { ErrorClass } from '../errors/domain-error.js';

export const PROBLEMS = Symbol('problems');

/** Documents refusals beyond those of every route (validation, access, rate, overload). */
export const Problems = (...errors: ErrorClass[]): MethodDecorator => SetMetadata(PROBLEMS, errors);
