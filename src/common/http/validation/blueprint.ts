import type { Type as ClassOf } from '@nestjs/common';
import { TransformationType, type TransformFnParams } from 'class-transformer';
import { defaultMetadataStorage } from 'class-transformer/cjs/storage.js';
import { getMetadataStorage, ValidationTypes } from 'class-validator';
import { type Rule, rulesOf } from './rule.js';

/** The decorators of a request class, read once. */
export interface Blueprint {
  readonly type: ClassOf<object>;
  readonly properties: ReadonlyMap<string, Property>;
}

export interface Property {
  readonly name: string;
  /** Class of the object, or of the objects in a list. */
  readonly nested?: Nested;
  /** Length limit of a list, checked before its entries. */
  readonly size?: Rule;
  /** `@Transform()`s in order; they run when the property was sent. */
  readonly conversions: readonly ((sent: TransformFnParams) => unknown)[];
  /** `@IsOptional()`, `@ValidateIf()`: the rules apply only when all of these hold. */
  readonly conditions: readonly ((dto: object, value: unknown) => boolean)[];
  /** Checked in order, up to the first that is broken. */
  readonly rules: readonly Rule[];
}

interface Nested {
  readonly isList: boolean;
  readonly blueprint: Blueprint;
}

type ValidationMetadata = ReturnType<
  ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']
>[number];

const known = new Map<ClassOf<object>, Blueprint>();

export function blueprintOf(type: ClassOf<object>): Blueprint {
  const drawn = known.get(type) ?? draw(type);
  known.set(type, drawn);
  return drawn;
}

function draw(type: ClassOf<object>): Blueprint {
  const storage = getMetadataStorage();
  const all = storage.getTargetValidationMetadatas(type, '', false, false);
  const properties = Object.entries(storage.groupByPropertyName(all)).map(
    ([name, metadata]) => [name, propertyOf(type, name, metadata)] as const,
  );
  return { type, properties: new Map(properties) };
}

function propertyOf(type: ClassOf<object>, name: string, metadata: readonly ValidationMetadata[]): Property {
  const rules = metadata.filter(isOf(ValidationTypes.CUSTOM_VALIDATION)).flatMap(rulesOf);
  const size = rules.find(({ name: rule }) => rule === 'arrayMaxSize');
  const nested = nestedOf(type, name, metadata);
  if (size === undefined && (nested?.isList === true || rules.some(({ each }) => each)))
    throw new Error(`${type.name}.${name} is a list without a limit: add @ArrayMaxSize()`);
  return {
    name,
    nested,
    size,
    conversions: defaultMetadataStorage
      .findTransformMetadatas(type, name, TransformationType.PLAIN_TO_CLASS)
      .map(({ transformFn }) => transformFn),
    conditions: metadata
      .filter(isOf(ValidationTypes.CONDITIONAL_VALIDATION))
      .map(({ constraints }) => constraints[0] as Property['conditions'][number]),
    rules,
  };
}

function nestedOf(
  type: ClassOf<object>,
  name: string,
  metadata: readonly ValidationMetadata[],
): Nested | undefined {
  const rule = metadata.find(isOf(ValidationTypes.NESTED_VALIDATION));
  const made = defaultMetadataStorage.findTypeMetadata(type, name);
  if (rule === undefined && made === undefined) return undefined;
  if (rule === undefined || made === undefined)
    throw new Error(`${type.name}.${name} needs both @ValidateNested() and @Type(), or neither`);
  const entry = made.typeFunction() as ClassOf<object>;
  return { isList: rule.each, blueprint: blueprintOf(entry) };
}

const isOf =
  (type: string) =>
  (metadata: ValidationMetadata): boolean =>
    metadata.type === type;
