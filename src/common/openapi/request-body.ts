import { PARAMTYPES_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import type { Route } from '../http/routes.js';
import { isOptionalBody } from '../http/validation/optional-body.decorator.js';
import type { Operation } from './operations.js';

/** Declares whether the body is optional, by the class that the pipe uses. */
export function describeBody(operation: Operation, route: Route): void {
  const type = bodyClassOf(route);
  if (type && isOptionalBody(type)) Object.assign(operation.requestBody!, { required: false });
}

function bodyClassOf({ controller, name }: Route): object | undefined {
  const given = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, name) ?? {}) as Record<
    string,
    { index: number }
  >;
  const [, body] = Object.entries(given).find(([key]) => key.startsWith(`${RouteParamtypes.BODY}:`)) ?? [];
  const types = Reflect.getMetadata(PARAMTYPES_METADATA, controller.prototype as object, name) as object[];
  return body && types[body.index];
}
