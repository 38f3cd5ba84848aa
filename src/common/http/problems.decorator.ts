import { SetMetadata } from '@nestjs/common';
import type { ErrorClass } from '../errors/domain-error.js';

export const PROBLEMS = Symbol('problems');

/**
 * The refusals that a route may answer beyond those that every route has (validation, access, rate, overload):
 * each becomes an example in the OpenAPI document.
 */
export const Problems = (...errors: ErrorClass[]): MethodDecorator => SetMetadata(PROBLEMS, errors);
