import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { ValidateBy } from 'class-validator';
import { lengthOf, MAX_PASSWORD_LENGTH } from './password-length.js';

const WITHOUT_NUL = '^[^\\u0000]*$';

/** Bounds the length before hashing. The policy decides whether it may be chosen. */
export const Password = ({ min = 1 } = {}): PropertyDecorator =>
  applyDecorators(
    ApiProperty({
      format: 'password',
      minLength: min,
      maxLength: MAX_PASSWORD_LENGTH,
      pattern: WITHOUT_NUL,
      example: 'seven quiet harbors',
    }),
    ValidateBy({
      name: 'password',
      validator: {
        validate: (value: unknown) => typeof value === 'string' && isPassword(value, min),
        defaultMessage: () =>
          `$property must be text of ${min} to ${MAX_PASSWORD_LENGTH} characters without NUL`,
      },
    }),
  );

function isPassword(text: string, min: number): boolean {
  if (text.length > 2 * MAX_PASSWORD_LENGTH || text.includes('\0')) return false;
  const length = lengthOf(text);
  return length >= min && length <= MAX_PASSWORD_LENGTH;
}
