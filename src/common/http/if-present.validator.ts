import { ValidateIf } from 'class-validator';

/** A property that may be left out, and may not be null: `null` would say "clear it", which it cannot be. */
export const IfPresent = (): PropertyDecorator =>
  ValidateIf((_: object, value: unknown) => value !== undefined);
