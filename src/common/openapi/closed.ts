import type { OpenAPIObject } from '@nestjs/swagger';
import { operationsOf } from './operations.js';
import { factsOf } from './schema-facts.js';
import { nameOf, type Schema, type Schemas } from './schema.js';

/** Declares that requests refuse unknown fields. */
export function closeRequests(document: OpenAPIObject): void {
  const schemas = document.components!.schemas as Schemas;
  const closed = new Set<Schema>();
  for (const [name, schema] of Object.entries(schemas)) Object.assign(schema, factsOf(name));
  for (const { operation } of operationsOf(document)) {
    const body = operation.requestBody as { content: Record<string, { schema: Schema }> } | undefined;
    for (const { schema } of Object.values(body?.content ?? {})) close(schema, schemas, closed);
  }
}

function close(schema: Schema, schemas: Schemas, closed: Set<Schema>): void {
  if (closed.has(schema)) return;
  closed.add(schema);
  if (schema.$ref) close(schemas[nameOf(schema.$ref)]!, schemas, closed);
  if (schema.properties) schema.additionalProperties ??= false;
  const parts = [...Object.values(schema.properties ?? {}), ...(schema.allOf ?? []), ...(schema.anyOf ?? [])];
  for (const part of schema.items ? [...parts, schema.items] : parts) close(part, schemas, closed);
}
