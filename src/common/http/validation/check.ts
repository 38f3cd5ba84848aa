import type { Blueprint, Property } from './blueprint.js';
import { type Faults, isObject } from './faults.js';

/** Reports the first broken rule of each property. */
export function check(dto: object, { properties }: Blueprint, faults: Faults, path = ''): void {
  for (const property of properties.values()) {
    if (faults.isFull) return;
    checkProperty(dto, property, faults, path + property.name);
  }
}

function checkProperty(dto: object, property: Property, faults: Faults, place: string): void {
  const { name, conditions, rules, nested } = property;
  const value = (dto as Record<string, unknown>)[name];
  if (!conditions.every((holds) => holds(dto, value))) return;
  const broken = rules.find((rule) => !rule.isKept(dto, value));
  if (broken) return faults.add(broken.fault(dto, value, place));
  if (nested === undefined) return;
  if (!nested.isList) return checkEntry(value, nested.blueprint, faults, place);
  if (!Array.isArray(value)) return faults.add(noObject(place));
  value.forEach((entry, at) => checkEntry(entry, nested.blueprint, faults, `${place}.${at}`));
}

function checkEntry(entry: unknown, blueprint: Blueprint, faults: Faults, place: string): void {
  if (isObject(entry)) check(entry, blueprint, faults, `${place}.`);
  else faults.add(noObject(place));
}

const noObject = (path: string) => ({ path, code: 'is_object', message: `${path} must be an object` });
