import { ValidateBy } from 'class-validator';

export const OnInProduction = (): PropertyDecorator =>
  ValidateBy({
    name: 'onInProduction',
    validator: {
      validate: (value: unknown) => value === true || process.env['NODE_ENV'] !== 'production',
      defaultMessage: () => '$property may not be off in production',
    },
  });

export const NotInProduction = (): PropertyDecorator =>
  ValidateBy({
    name: 'notInProduction',
    validator: {
      validate: (value: unknown) =>
        process.env['NODE_ENV'] !== 'production' ||
        value === false ||
        (Array.isArray(value) && value.length === 0),
      defaultMessage: () => '$property may not be set in production',
    },
  });
