import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { ValidateBy } from 'class-validator';
import { MAX_PASSWORD_BYTES } from './password-policy.js';

/** A password of a size that is worth a hash. Whether it may be chosen is the policy's question. */
export const Password = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({
      format: 'password',
      minLength: 1,
      maxLength: MAX_PASSWORD_BYTES,
      example: 'seven quiet harbors',
    }),
    ValidateBy({
      name: 'password',
      validator: {
        validate: (value: unknown) =>
          typeof value === 'string' && value !== '' && Buffer.byteLength(value) <= MAX_PASSWORD_BYTES,
        defaultMessage: () => `$property must be text of 1 to ${MAX_PASSWORD_BYTES} bytes`,
      },
    }),
  );
