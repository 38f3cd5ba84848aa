import type { Type } from '@nestjs/common';
import { UnknownField, ValidationFailed } from '../../errors/errors.js';
import { blueprintOf } from './blueprint.js';
import { check } from './check.js';
import { Faults, isObject } from './faults.js';
import { instantiate } from './instance.js';
import { inspect } from './outline.js';

/** Validates input in linear time: unknown names and oversized lists first. Throws UnknownField, ValidationFailed. */
export function valid<T extends object>(type: Type<T>, sent: unknown): T {
  if (sent === undefined) throw new ValidationFailed([NO_BODY]);
  if (!isObject(sent)) throw new ValidationFailed([NO_OBJECT]);
  const blueprint = blueprintOf(type);
  const outline = new Faults();
  inspect(sent, blueprint, outline);
  refuse(outline);
  const dto = instantiate(sent, blueprint);
  const faults = new Faults();
  check(dto, blueprint, faults);
  refuse(faults);
  return dto as T;
}

const NO_BODY = { path: '', code: 'is_object', message: 'A body must be sent: a JSON object' };
const NO_OBJECT = { path: '', code: 'is_object', message: 'The body must be an object' };

function refuse({ found }: Faults): void {
  if (found.length === 0) return;
  throw found.some(({ code }) => code === 'unknown_field')
    ? new UnknownField(found)
    : new ValidationFailed(found);
}
