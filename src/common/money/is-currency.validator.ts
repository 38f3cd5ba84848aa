import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { ValidateBy } from 'class-validator';
import { IN_FORCE_PATTERN, isCurrency, isRecordedCurrency, RECORDED_PATTERN } from './currencies.js';

export const IsCurrency = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ pattern: IN_FORCE_PATTERN }),
    ValidateBy({
      name: 'isCurrency',
      validator: {
        validate: isCurrency,
        defaultMessage: () => '$property must be an ISO 4217 currency code in capitals, such as USD',
      },
    }),
  );

/** Accepts former currencies too, because a refund may be due in one. */
export const IsRecordedCurrency = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ pattern: RECORDED_PATTERN }),
    ValidateBy({
      name: 'isCurrency',
      validator: {
        validate: isRecordedCurrency,
        defaultMessage: () => '$property must be an ISO 4217 currency code in capitals, such as USD',
      },
    }),
  );
