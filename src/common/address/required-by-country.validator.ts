import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { ValidateBy, ValidateIf, type ValidationArguments } from 'class-validator';
import type { Address } from './address.js';
import { type CountryPart, isRequiredPart } from './required-parts.js';

/** Reads `null` as absent, so that forms may send every field. */
export const NullIsAbsent = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) => value ?? undefined);

/** A part that the country may require; the property's other rules apply only when it is present. */
export const RequiredByCountry = (part: CountryPart): PropertyDecorator =>
  applyDecorators(
    NullIsAbsent(),
    ValidateIf((address: Address) => address[part] !== undefined || isRequiredPart(part, address.country)),
    ValidateBy({
      name: 'requiredByCountry',
      validator: {
        validate: (value: unknown) => value !== undefined,
        defaultMessage: (found?: ValidationArguments) =>
          `$property is required in ${(found?.object as Address | undefined)?.country}`,
      },
    }),
  );
