import { ValidateBy } from 'class-validator';
import { isImageAddress } from '../image-address.js';

/** Accepts an address from which an image may be shown. */
export const ImageAddress = (): PropertyDecorator =>
  ValidateBy({
    name: 'imageAddress',
    validator: {
      validate: (value: unknown) => typeof value === 'string' && isImageAddress(value),
      defaultMessage: () =>
        '$property must be an http or https address without a password, or a path that begins with /',
    },
  });
