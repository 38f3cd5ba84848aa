import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { isISO31661Alpha2, ValidateBy } from 'class-validator';

/** Kosovo; posts, banks and the EU use this code, which ISO reserves for users. */
const KOSOVO = 'XK';

/** An ISO 3166-1 alpha-2 code, or `XK`, in capitals. */
export const isCountryCode = (value: unknown): value is string =>
  value === KOSOVO || (typeof value === 'string' && /^[A-Z]{2}$/.test(value) && isISO31661Alpha2(value));

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

export const COUNTRY_CODES = LETTERS.flatMap((first) => LETTERS.map((second) => first + second))
  .filter(isCountryCode)
  .join('|');

export const CountryCode = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ pattern: `^(${COUNTRY_CODES})$`, example: 'US' }),
    ValidateBy({
      name: 'countryCode',
      validator: {
        validate: isCountryCode,
        defaultMessage: () => '$property must be an ISO 3166-1 alpha-2 country code in capitals, such as US',
      },
    }),
  );
