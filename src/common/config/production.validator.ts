import { ValidateBy } from 'class-validator';

/** Refuses to have a protection switched off in production. */
export const OnInProduction = (): PropertyDecorator =>
  ValidateBy({
    name: 'onInProduction',
    validator: {
      validate: (value: unknown) => value === true || process.env['NODE_ENV'] !== 'production',
      defaultMessage: () => '$property may not be off in production',
    },
  });
