import { ValidateBy } from 'class-validator';
import { readSigningKey, readVerificationKey } from './signing-key.js';

const accepts =
  (read: (text: string) => unknown) =>
  (value: unknown): boolean => {
    try {
      return typeof value === 'string' && read(value) !== undefined;
    } catch {
      return false;
    }
  };

export const IsSigningKey = (): PropertyDecorator =>
  ValidateBy({
    name: 'isSigningKey',
    validator: {
      validate: accepts(readSigningKey),
      defaultMessage: () => '$property must be an EC P-256 private key as PEM (PKCS #8) or JWK',
    },
  });

export const IsVerificationKey = (): PropertyDecorator =>
  ValidateBy({
    name: 'isVerificationKey',
    validator: {
      validate: accepts(readVerificationKey),
      defaultMessage: () => '$property must be an EC P-256 key as PEM or JWK',
    },
  });
