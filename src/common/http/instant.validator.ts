import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { ValidateBy } from 'class-validator';

/** RFC 3339 date, time and offset. Without an offset the moment is ambiguous. */
const RFC_3339 = /^(\d{4})-(\d{2})-(\d{2})T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;
/** JSON Schema's `date-time`, limited to the accepted years. */
const DATE_TIME =
  /^(19[7-9][0-9]|[2-9][0-9]{3})-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})$/;
const BEGINNING = Date.UTC(1970, 0);
const END = Date.UTC(10_000, 0);

/** Parses a moment to the millisecond; undefined for other formats, impossible days, and years outside 1970-9999. */
export function instantOf(text: unknown): Date | undefined {
  const [, year, month, day] = (typeof text === 'string' && RFC_3339.exec(text)) || [];
  if (day === undefined || !isDay(Number(year), Number(month), Number(day))) return undefined;
  const moment = new Date(text as string);
  return moment.getTime() >= BEGINNING && moment.getTime() < END ? moment : undefined;
}

/** JavaScript reads the 30th of February as the 2nd of March. */
export function isDay(year: number, month: number, day: number): boolean {
  return (
    new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day && month >= 1 && month <= 12 && day >= 1
  );
}

/** An RFC 3339 moment with its offset, in the years 1970 to 9999. */
export const Instant = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ format: 'date-time', pattern: DATE_TIME.source }),
    ValidateBy({
      name: 'instant',
      validator: {
        validate: (value: unknown) =>
          typeof value === 'string' && DATE_TIME.test(value) && instantOf(value) !== undefined,
        defaultMessage: () =>
          '$property must be a date and time with its offset, such as 2026-11-27T00:00:00Z',
      },
    }),
  );
