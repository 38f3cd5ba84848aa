import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { ValidateBy, type ValidationArguments } from 'class-validator';
import { isCountryCode } from './country-code.validator.js';
import { findRegion, hasRegions } from './regions.js';

interface Place {
  readonly country?: unknown;
}

/** Turns a region into its ISO 3166-2 code (`California` and `us-ca` are `CA`); unlisted countries keep the text. */
export const RegionOfCountry = (): PropertyDecorator =>
  applyDecorators(
    Transform(({ value, obj }: { value: unknown; obj: Place }) => codeOf(value, obj.country) ?? value),
    ValidateBy({
      name: 'regionOfCountry',
      validator: {
        validate: (value: unknown, found?: ValidationArguments) => {
          const country = countryOf(found);
          return !isCountryCode(country) || !hasRegions(country) || codeOf(value, country) !== undefined;
        },
        defaultMessage: (found?: ValidationArguments) =>
          `$property must be a region of ${String(countryOf(found))}, by its ISO 3166-2 code or name`,
      },
    }),
  );

const codeOf = (region: unknown, country: unknown): string | undefined =>
  typeof region === 'string' && isCountryCode(country) ? findRegion(country, region)?.code : undefined;

function countryOf(found?: ValidationArguments): unknown {
  const place: Place | undefined = found?.object;
  return place?.country;
}
