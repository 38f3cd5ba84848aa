import { registerDecorator, type ValidationOptions } from 'class-validator';

const PLACEHOLDERS = /change.?me|secret|password|example|placeholder|default|^(.)\1+$/i;
const purposes = new Map<string, string>();

/**
 * Accepts a secret of at least 32 characters that is no placeholder and serves no second purpose in production.
 * The message names the variable and never its value.
 */
export function IsSecret(options?: ValidationOptions): PropertyDecorator {
  return (target, property) => {
    const purpose = `${target.constructor.name}.${String(property)}`;
    registerDecorator({
      name: 'isSecret',
      target: target.constructor,
      propertyName: String(property),
      options: {
        message: `$property must be a secret of its own of 32 or more random characters`,
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

/** One secret for two purposes lets a leak of the weaker use break the stronger one. */
function isUnshared(value: string, purpose: string): boolean {
  const holder = purposes.get(value);
  if (holder === undefined) purposes.set(value, purpose);
  return holder === undefined || holder === purpose;
}
