import { unknownField } from '../../errors/errors.js';
import type { Blueprint, Property } from './blueprint.js';
import { type Faults, isObject } from './faults.js';

/** Reports unknown names and oversized lists before anything is created, so that large input stays cheap. */
export function inspect(sent: object, blueprint: Blueprint, faults: Faults, path = ''): void {
  for (const [name, part] of Object.entries(sent)) {
    if (faults.isFull) return;
    const place = path + name;
    const property = blueprint.properties.get(name);
    if (property === undefined) faults.add(unknownField(place));
    else inspectPart(part, property, faults, place);
  }
}

function inspectPart(part: unknown, { nested, size }: Property, faults: Faults, place: string): void {
  if (Array.isArray(part) && size && !size.isKept({}, part)) return faults.add(size.fault({}, part, place));
  if (nested === undefined) return;
  if (!nested.isList) return inspectEntry(part, nested.blueprint, faults, place);
  if (Array.isArray(part))
    part.forEach((entry, at) => inspectEntry(entry, nested.blueprint, faults, `${place}.${at}`));
}

function inspectEntry(entry: unknown, blueprint: Blueprint, faults: Faults, place: string): void {
  if (isObject(entry)) inspect(entry, blueprint, faults, `${place}.`);
}
