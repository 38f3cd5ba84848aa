import type { OpenAPIObject } from '@nestjs/swagger';
import { TRANSPORT_CODES } from '../http/transport-problems.js';
import { refTo, type Schemas } from './schema.js';

const INTERNAL_ERROR = 'internal_error';

/** Lists all problem codes: those of operations, and those outside any operation. */
export function nameProblems(document: OpenAPIObject, named: readonly string[]): void {
  const schemas = document.components!.schemas as Schemas;
  const codes = new Set([...named, ...TRANSPORT_CODES, INTERNAL_ERROR]);
  schemas['ProblemCode'] = { type: 'string', enum: [...codes] };
  const { code } = schemas['ProblemResponse']!.properties!;
  delete code!.type;
  code!.allOf = [refTo('ProblemCode')];
}
