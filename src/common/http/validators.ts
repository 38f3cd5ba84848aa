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

/** As a regular expression of JSON schema writes them. */
const LINE_PATTERN = '\\u0000-\\u001f\\u007f';
const TEXT_PATTERN = '\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f';
const LINE_CONTROLS = new RegExp(`[${LINE_PATTERN}]`);
const TEXT_CONTROLS = new RegExp(`[${TEXT_PATTERN}]`);

/**
 * Text of so many characters (code points, and at most four bytes each), kept as it was written. Control characters are
 * refused, and so is text of white space alone when `min` is 1 or more.
 */
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

/** What JSON schema says of one line of text. */
export const lineSchema = (max: number, min = 1) =>
  ({ type: 'string', minLength: min, maxLength: max, pattern: patternOf(LINE_PATTERN, min) }) as const;

/** Without these characters; and one of the others is no white space, where there must be any. */
const patternOf = (controls: string, min: number): string =>
  min === 0 ? `^[^${controls}]*$` : `^[^${controls}]*[^\\s${controls}][^${controls}]*$`;

const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;

const MAX_SLUG_LENGTH = 120;

/** What JSON schema says of a slug. */
export const SLUG_SCHEMA = { type: 'string', maxLength: MAX_SLUG_LENGTH, pattern: SLUG.source } as const;

/** Lower-case words joined by hyphens, as they stand in addresses; `each` validates each entry of an array. */
export const Slug = ({ each = false } = {}): PropertyDecorator =>
  applyDecorators(
    ...(each ? [] : [ApiProperty(SLUG_SCHEMA)]),
    MaxLength(MAX_SLUG_LENGTH, { each }),
    Matches(SLUG, {
      message: '$property must be lower-case words joined by hyphens',
      each,
    }),
  );

/**
 * An e-mail address as people have them: no quoted local part, no address literal; the domain may be international. It
 * is normalised on the way in. At most 254 characters, the domain in ASCII (RFC 5321, 4.5.3.1.3).
 */
export const Email = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ format: 'email', maxLength: MAX_EMAIL_LENGTH, example: 'mara@example.com' }),
    Transform(({ value }: { value: unknown }) => (isShort(value) ? normalizeEmail(value) : value)),
    ValidateBy({
      name: 'email',
      validator: {
        validate: isEmail,
        defaultMessage: () => '$property must be an e-mail address',
      },
    }),
  );

/** Normalising costs more than linear time on text of combining marks, so what is far too long is left as it is. */
const isShort = (value: unknown): value is string => typeof value === 'string' && value.length <= 1_000;

interface IntegerRange {
  readonly min: number;
  readonly max: number;
  readonly default?: number;
}

/** A whole number in a query, written in digits alone; optional. */
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

/** `true` or `false` in a query; optional. */
export const QueryFlag = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: 'boolean', required: false }),
    Transform(({ value }: { value: unknown }) =>
      value === 'true' ? true : value === 'false' ? false : value,
    ),
    IsOptional(),
    IsBoolean(),
  );

/** A name that a query may repeat, as a list; given once, a list of one. */
export const QueryList = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) => [value].flat());
