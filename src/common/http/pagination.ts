import { applyDecorators, Injectable, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { createHmac, timingSafeEqual } from 'node:crypto';
import { InvalidCursor } from '../errors/errors.js';
import { HttpConfig } from './http.config.js';
import { QueryInteger } from './validators.js';

/** RFC 4648, 5. */
const CURSOR = /^[A-Za-z0-9_-]+$/;

/** Keyset paging, which stays correct while rows come and go. */
export class PageQuery {
  @ApiProperty({ description: 'Entries on a page.' })
  @QueryInteger({ min: 1, max: 100, default: 24 })
  limit: number = 24;

  @ApiProperty({
    required: false,
    minLength: 1,
    maxLength: 1000,
    pattern: CURSOR.source,
    description: '`nextCursor` of the previous page.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  @Matches(CURSOR, { message: '$property must be the `nextCursor` of a page' })
  cursor?: string;
}

export class Page<T> {
  constructor(
    readonly items: readonly T[],
    readonly nextCursor: string | null,
  ) {}

  map<U>(as: (item: T) => U): Page<U> {
    return new Page(
      this.items.map((item) => as(item)),
      this.nextCursor,
    );
  }
}

type CursorValue = string | number | boolean | null;

/** Cursors hold the last entry's key, with a MAC over it and its list. */
@Injectable()
export class Cursors {
  constructor(private readonly config: HttpConfig) {}

  /** `scope` names the list with its sort and filters, so that a cursor fits no other list. */
  encode(scope: string, values: readonly CursorValue[]): string {
    const payload = JSON.stringify(values);
    return Buffer.concat([this.mac(scope, payload), Buffer.from(payload)]).toString('base64url');
  }

  /** Undefined on the first page. Throws InvalidCursor. */
  decode(scope: string, cursor: string | undefined): readonly CursorValue[] | undefined {
    if (cursor === undefined) return undefined;
    const bytes = Buffer.from(cursor, 'base64url');
    const payload = bytes.subarray(MAC_BYTES).toString();
    if (bytes.length <= MAC_BYTES || bytes.toString('base64url') !== cursor) throw new InvalidCursor();
    if (!timingSafeEqual(bytes.subarray(0, MAC_BYTES), this.mac(scope, payload))) throw new InvalidCursor();
    return JSON.parse(payload) as readonly CursorValue[];
  }

  /** Expects rows read with `limit + 1`. */
  page<T>(
    rows: readonly T[],
    limit: number,
    scope: string,
    keyOf: (last: T) => readonly CursorValue[],
  ): Page<T> {
    if (rows.length <= limit) return new Page(rows, null);
    const items = rows.slice(0, limit);
    return new Page(items, this.encode(scope, keyOf(items[limit - 1]!)));
  }

  private mac(scope: string, payload: string): Buffer {
    const hmac = createHmac('sha256', this.config.appSecret);
    return hmac.update(`cursor\n${scope}\n${payload}`).digest().subarray(0, MAC_BYTES);
  }
}

const MAC_BYTES = 12;

export function ApiPage(item: Type): MethodDecorator {
  return applyDecorators(
    ApiExtraModels(item),
    ApiOkResponse({
      schema: {
        type: 'object',
        required: ['items', 'nextCursor'],
        properties: {
          items: { type: 'array', items: { $ref: getSchemaPath(item) } },
          nextCursor: {
            type: ['string', 'null'] as never,
            description: 'Send it as `cursor` for the next page; null on the last page.',
          },
        },
      },
    }),
  );
}
