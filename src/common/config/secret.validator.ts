import { registerDecorator, type ValidationOptions } from 'class-validator';

const PLACEHOLDERS = /change.?me|secret|password|example|placeholder|default|^(.)\1+$/i;
const purposes = new Map<string, string>();

/** At least 32 characters; in production no placeholder, and unique. Messages never show the value. */
export function IsSecret(options?: ValidationOptions): PropertyDecorator {
  return (target, property) => {
    const purpose = `${target.constructor.name}.${String(property)}`;
    registerDecorator({
      name: 'isSecret',
      target: target.constructor,
      propertyName: String(property),
      options: {
        message: `$property must be a unique secret of 32 or more random characters`,
        ...options,
      },
      validator: {
        validate: (value: unknown) =>
          typeof value === 'string' &&
          value.length >= 32 &&
          !isPlaceholder(value) &&
          isUnshared(value, purpose),
      },
    });
  };
}

const isPlaceholder = (value: string): boolean => PLACEHOLDERS.test(value);

/** A secret with two purposes lets a leak of one break the other. */
function isUnshared(value: string, purpose: string): boolean {
  const holder = purposes.get(value);
  if (holder === undefined) purposes.set(value, purpose);
  return holder === undefined || holder === purpose;
}
