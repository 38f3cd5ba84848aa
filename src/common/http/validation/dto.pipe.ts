import { type ArgumentMetadata, Injectable, type PipeTransform, type Type } from '@nestjs/common';
import { isOptionalBody } from './optional-body.decorator.js';
import { valid } from './valid.js';

/** Parameters of these types are no DTOs. */
const PLAIN: ReadonlySet<unknown> = new Set([String, Boolean, Number, Array, Object]);

/** Validates every body and query. A missing optional body counts as empty. */
@Injectable()
export class DtoPipe implements PipeTransform<unknown, unknown> {
  transform(value: unknown, { type, metatype }: ArgumentMetadata): unknown {
    if (type !== 'body' && type !== 'query') return value;
    if (metatype === undefined || PLAIN.has(metatype)) return value;
    return valid(metatype as Type<object>, value === undefined && mayBeMissing(type, metatype) ? {} : value);
  }
}

const mayBeMissing = (place: 'body' | 'query', type: object): boolean =>
  place === 'query' || isOptionalBody(type);
