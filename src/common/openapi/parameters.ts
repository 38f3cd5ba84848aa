import type { OpenAPIObject } from '@nestjs/swagger';
import { operationsOf } from './operations.js';

interface Parameter {
  in?: string;
  required?: boolean;
  description?: string;
  example?: unknown;
  schema?: { type?: string; example?: unknown };
}

/** Moves examples of optional parameters into their descriptions, because the docs page would send them. */
export function quietParameters(document: OpenAPIObject): void {
  for (const { operation } of operationsOf(document))
    for (const parameter of (operation.parameters ?? []) as Parameter[]) quiet(parameter);
}

function quiet(parameter: Parameter): void {
  if (parameter.schema?.type === 'object') parameter.example = {};
  const example = parameter.schema?.example;
  if (parameter.required === true || example === undefined) return;
  const values = [example].flat().map((value) => `\`${JSON.stringify(value)}\``);
  parameter.description = `${parameter.description ?? ''} For example ${values.join(' and ')}.`.trim();
  delete parameter.schema!.example;
}
