interface Schema {
  nullable?: boolean;
  type?: string | string[];
  enum?: unknown[];
  $ref?: string;
  allOf?: Schema[];
  anyOf?: Schema[];
  description?: string;
}

/** OpenAPI 3.1 writes "or null" as a second type, not as the `nullable` flag of 3.0. */
export function modernizeNullable(node: unknown): void {
  if (Array.isArray(node)) return node.forEach(modernizeNullable);
  if (typeof node !== 'object' || node === null) return;
  Object.values(node).forEach(modernizeNullable);
  const schema = node as Schema;
  if (schema.nullable !== true) return;
  delete schema.nullable;
  if (typeof schema.type === 'string' && schema.allOf === undefined) schema.type = [schema.type, 'null'];
  else wrap(schema);
  if (schema.enum && !schema.enum.includes(null)) schema.enum = [...schema.enum, null];
}

function wrap(schema: Schema): void {
  const referred = schema.$ref === undefined ? (schema.allOf ?? []) : [{ $ref: schema.$ref }];
  delete schema.$ref;
  delete schema.allOf;
  delete schema.type;
  schema.anyOf = [...referred, { type: 'null' }];
}
