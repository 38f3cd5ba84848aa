import { getMetadataStorage, type ValidationArguments } from 'class-validator';
import type { Fault } from '../../errors/errors.js';

type ValidationMetadata = ReturnType<
  ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']
>[number];

export interface Rule {
  readonly name: string;
  /** Applies to each entry of a list. */
  readonly each: boolean;
  readonly isKept: (dto: object, value: unknown) => boolean;
  readonly fault: (dto: object, value: unknown, path: string) => Fault;
}

export function rulesOf(metadata: ValidationMetadata): Rule[] {
  return getMetadataStorage()
    .getTargetValidatorConstraints(metadata.constraintCls)
    .map(({ name, instance, async: isSlow }) => {
      if (isSlow) throw new Error(`${name} is asynchronous: requests are validated synchronously`);
      // Omitted options are undefined, although the types deny it.
      const given: Partial<ValidationMetadata> = metadata;
      const { each = false, validateIf, message = instance.defaultMessage?.bind(instance) } = given;
      const code = snake(name);
      return {
        name,
        each,
        isKept: (dto, value) => {
          if (validateIf && !validateIf(dto, value)) return true;
          const found = argumentsOf(metadata, dto, value);
          const passes = (part: unknown): boolean => instance.validate(part, found) === true;
          return each && Array.isArray(value) ? value.every(passes) : passes(value);
        },
        fault: (dto, value, path) => {
          const found = argumentsOf(metadata, dto, value);
          const text = typeof message === 'function' ? message(found) : message;
          return { path, code, message: filled(text ?? '$property is not valid', found) };
        },
      };
    });
}

const argumentsOf = (
  { propertyName, constraints }: ValidationMetadata,
  object: object,
  value: unknown,
): ValidationArguments => ({
  targetName: object.constructor.name,
  property: propertyName,
  object,
  value,
  constraints,
});

/** Fills `$property` and `$constraint1` into messages. The client's value is never repeated. */
const filled = (text: string, { property, constraints }: ValidationArguments): string =>
  text
    .replace(/\$constraint(\d)/g, (_, number) =>
      [(constraints as unknown[])[Number(number) - 1]].flat().join(', '),
    )
    .replaceAll('$property', property);

const snake = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
