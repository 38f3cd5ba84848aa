import { TransformationType } from 'class-transformer';
import type { Blueprint, Property } from './blueprint.js';
import { isObject } from './faults.js';

type Values = Record<string, unknown>;

/** Makes an object of the class of what was sent; only for what passed the inspection. Nothing is converted by guess. */
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

/** What is no object stays as it is, for the rules to refuse. */
function nestedIn(part: unknown, { isList, blueprint }: NonNullable<Property['nested']>): unknown {
  const made = (entry: unknown): unknown => (isObject(entry) ? instantiate(entry, blueprint) : entry);
  if (!isList) return made(part);
  return Array.isArray(part) ? part.map(made) : part;
}
