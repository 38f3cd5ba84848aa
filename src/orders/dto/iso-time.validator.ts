import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsDate, isISO8601, IsOptional } from 'class-validator';

const ISO_TIME = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d))?$/;

/** `Date` would read February 30 as March 2. */
const isRealTime = (text: string): boolean => ISO_TIME.test(text) && isISO8601(text, { strict: true });

/** A date, or a time with its offset, by ISO 8601; optional. A date alone is its midnight in UTC. */
export const IsoTime = (): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({ type: 'string', example: '2026-11-23T00:00:00Z' }),
    Transform(({ value }: { value: unknown }) =>
      typeof value === 'string' && isRealTime(value) ? new Date(value) : value,
    ),
    IsOptional(),
    IsDate({ message: '$property must be a date or a time with its offset, such as 2026-11-23T00:00:00Z' }),
  );
