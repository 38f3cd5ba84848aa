import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsInt, IsOptional, Matches, Max, MaxLength, Min, ValidateBy } from 'class-validator';
import { isEmail, MAX_EMAIL_LENGTH, normalizeEmail } from './email-address.js';

interface TextOptions {
  readonly max: number;
  readonly min?: number;
  /** Allows line breaks and tabs. */
  readonly multiline?: boolean;
  readonly example?: string;
  /** Validates each entry of an array. */
  readonly each?: boolean;
}

/** In the syntax of JSON Schema. */
const LINE_PATTERN = '\\u0000-\\u001f\\u007f';
const TEXT_PATTERN = '\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f';
const LINE_CONTROLS = new RegExp(`[${LINE_PATTERN}]`);
const TEXT_CONTROLS = new RegExp(`[${TEXT_PATTERN}]`);

/** Text, kept as sent, `max` in code points. Refuses control characters, and blank text unless `min` is 0. */
export function Text({ max, min = 1, multiline = false, each = false }: TextOptions): PropertyDecorator {
  const controls = multiline ? TEXT_CONTROLS : LINE_CONTROLS;
  const isText = (value: unknown): boolean => {
    if (typeof value !== 'string' || value.length > max * 2) return false;
    const length = [...value].length;
    return length >= min && length <= max && !controls.test(value) && (min === 0 || value.trim() !== '');
  };
  const validate = ValidateBy(
    {
      name: 'text',
      validator: {
        validate: isText,
        defaultMessage: () =>
          `$property must be text of ${min} to ${max} characters${multiline ? '' : ' on one line'}`,
      },
    },
    { each },
  );
  if (each) return validate;
  const pattern = patternOf(multiline ? TEXT_PATTERN : LINE_PATTERN, min);
  return applyDecorators(ApiProperty({ minLength: min, maxLength: max, pattern }), validate);
}

export const lineSchema = (max: number, min = 1) =>
  ({ type: 'string', minLength: min, maxLength: max, pattern: patternOf(LINE_PATTERN, min) }) as const;

/** Excludes control characters, and requires one that is not white space when `min` is above 0. */
const patternOf = (controls: string, min: number): string =>
  min === 0 ? `^[^${controls}]*$` : `^[^${controls}]*[^\\s${controls}][^${controls}]*$`;

const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;

const MAX_SLUG_LENGTH = 120;

export const SLUG_SCHEMA = { type: 'string', maxLength: MAX_SLUG_LENGTH, pattern: SLUG.source } as const;

/** Lower-case words joined by hyphens; `each` validates each entry of an array. */
export const Slug = ({ each = false } = {}): PropertyDecorator =>
  applyDecorators(
    ...(each ? [] : [ApiProperty(SLUG_SCHEMA)]),
    MaxLength(MAX_SLUG_LENGTH, { each }),
    Matches(SLUG, {
      message: '$property must be lower-case words joined by hyphens',
      each,
    }),
  );

/** Normalizes and accepts common addresses with IDN domains, up to 254 ASCII characters (RFC 5321, 4.5.3.1.3). */
export const Email = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ format: 'idn-email', maxLength: MAX_EMAIL_LENGTH, example: 'mara@example.com' }),
    Transform(({ value }: { value: unknown }) => (isShort(value) ? normalizeEmail(value) : value)),
    ValidateBy({
      name: 'email',
      validator: {
        validate: isEmail,
        defaultMessage: () => '$property must be an e-mail address',
      },
    }),
  );

/** Normalizing combining marks is slower than linear, so long text is left alone. */
const isShort = (value: unknown): value is string => typeof value === 'string' && value.length <= 1_000;

interface IntegerRange {
  readonly min: number;
  readonly max: number;
  readonly default?: number;
}

/** Optional digits in a query. */
export const QueryInteger = ({ min, max, default: standard }: IntegerRange): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: 'integer', minimum: min, maximum: max, default: standard, required: false }),
    Transform(({ value }: { value: unknown }) =>
      typeof value === 'string' && /^(0|-?[1-9]\d{0,14})$/.test(value) ? Number(value) : value,
    ),
    IsOptional(),
    IsInt(),
    Min(min),
    Max(max),
  );

export const QueryFlag = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: 'boolean', required: false }),
    Transform(({ value }: { value: unknown }) =>
      value === 'true' ? true : value === 'false' ? false : value,
    ),
    IsOptional(),
    IsBoolean(),
  );

/** A repeatable query parameter; a single value becomes a list of one. */
export const QueryList = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) => [value].flat());
