import { ValidateBy } from 'class-validator';
import { isCurrency } from './money.js';

/** Accepts an ISO 4217 code in capitals that the runtime's CLDR data knows. */
export const IsCurrency = (): PropertyDecorator =>
  ValidateBy({
    name: 'isCurrency',
    validator: {
      validate: isCurrency,
      defaultMessage: () => '$property must be an ISO 4217 currency code in capitals, such as USD',
    },
  });
