import { ValidateBy } from 'class-validator';
import { isCurrency, isRecordedCurrency } from './currencies.js';

/** Accepts the ISO 4217 code of a currency in force, in capitals. */
export const IsCurrency = (): PropertyDecorator =>
  ValidateBy({
    name: 'isCurrency',
    validator: {
      validate: isCurrency,
      defaultMessage: () => '$property must be an ISO 4217 currency code in capitals, such as USD',
    },
  });

/** Accepts the code of a currency that an amount of today or of before may be in: a refund may be due in a former one. */
export const IsRecordedCurrency = (): PropertyDecorator =>
  ValidateBy({
    name: 'isCurrency',
    validator: {
      validate: isRecordedCurrency,
      defaultMessage: () => '$property must be an ISO 4217 currency code in capitals, such as USD',
    },
  });
