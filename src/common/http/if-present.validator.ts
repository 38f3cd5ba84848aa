import { ValidateIf } from 'class-validator';

/** The property may be omitted but not null, because null would mean "clear it". */
export const IfPresent = (): PropertyDecorator =>
  ValidateIf((_: object, value: unknown) => value !== undefined);
