import { TransformationType } from 'class-transformer';
import type { Blueprint, Property } from './blueprint.js';
import { isObject } from './faults.js';

type Values = Record<string, unknown>;

/** Expects inspected input. Only declared conversions run. */
export function instantiate(sent: Values, { type, properties }: Blueprint): object {
  const dto = new type() as Values;
  for (const key of Object.keys(sent)) {
    const value = converted(sent, properties.get(key)!);
    if (value !== undefined) dto[key] = value;
  }
  return dto;
}

function converted(sent: Values, { name, nested, conversions }: Property): unknown {
  let value = nested ? nestedIn(sent[name], nested) : sent[name];
  for (const convert of conversions) {
    const type = TransformationType.PLAIN_TO_CLASS;
    value = convert({ value, key: name, obj: sent, type, options: {} });
  }
  return value;
}

/** Other values stay as they are, so that the rules refuse them. */
function nestedIn(part: unknown, { isList, blueprint }: NonNullable<Property['nested']>): unknown {
  const made = (entry: unknown): unknown => (isObject(entry) ? instantiate(entry, blueprint) : entry);
  if (!isList) return made(part);
  return Array.isArray(part) ? part.map(made) : part;
}
