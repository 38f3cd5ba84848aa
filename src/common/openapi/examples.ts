import type { OpenAPIObject } from '@nestjs/swagger';
import type { OperationStory, Story } from './api-story.js';
import { operationsOf } from './operations.js';
import { nameOf, type Schema, type Schemas } from './schema.js';

interface Content {
  schema?: Schema;
  example?: unknown;
  examples?: unknown;
}

/** Gives every JSON request and answer an example, from the story or from its properties. */
export function fillExamples(document: OpenAPIObject, story: Story): void {
  const schemas = (document.components?.schemas ?? {}) as Schemas;
  for (const { content, told } of contentsOf(document, story)) {
    if (!content.schema || content.examples !== undefined) continue;
    content.example ??= told ?? exampleOf(content.schema, { schemas, story, within: [] });
  }
}

function* contentsOf(
  document: OpenAPIObject,
  { operations }: Story,
): Generator<{ content: Content; told: unknown }> {
  for (const { operation } of operationsOf(document)) {
    const story: OperationStory = operations[operation.operationId!] ?? {};
    const parts = { request: operation.requestBody, ...operation.responses };
    for (const [name, part] of Object.entries(parts)) {
      const content = (part as { content?: Record<string, Content> } | undefined)?.content?.[
        'application/json'
      ];
      if (content) yield { content, told: name === 'request' ? story.request : story.answer };
    }
  }
}

/** The schemas by name, their story, and the names of the enclosing schemas. */
interface Place {
  readonly schemas: Readonly<Schemas>;
  readonly story: Story;
  readonly within: readonly string[];
}

/** Undefined for a schema within itself; a tree ends there. */
function exampleOf(schema: Schema, place: Place): unknown {
  if (schema.example !== undefined) return schema.example;
  if (schema.default !== undefined) return schema.default;
  if (schema.enum) return schema.enum[0];
  if (schema.$ref !== undefined) return exampleNamed(nameOf(schema.$ref), place);
  const parts = schema.allOf ?? schema.oneOf?.slice(0, 1) ?? schema.anyOf?.slice(0, 1);
  if (parts) return parts.length === 1 ? exampleOf(parts[0]!, place) : merged(parts, place);
  if (schema.properties) {
    return Object.fromEntries(
      namesIn(schema).map((name) => [name, exampleOf(schema.properties![name]!, place)]),
    );
  }
  return ofType(schema, place);
}

/** Required names first, up to the maximum. */
function namesIn({ properties = {}, required = [], maxProperties }: Schema): string[] {
  const names = Object.keys(properties);
  if (maxProperties === undefined) return names;
  const optional = names.filter((name) => !required.includes(name));
  const shown = new Set([...required, ...optional.slice(0, maxProperties - required.length)]);
  return names.filter((name) => shown.has(name));
}

function exampleNamed(name: string, { schemas, story, within }: Place): unknown {
  if (within.includes(name)) return undefined;
  return story.schemas[name] ?? exampleOf(schemas[name] ?? {}, { schemas, story, within: [...within, name] });
}

const merged = (parts: Schema[], place: Place): object =>
  Object.assign({}, ...parts.map((part) => exampleOf(part, place)));

function ofType(schema: Schema, place: Place): unknown {
  if (Array.isArray(schema.type) && schema.type.includes('null')) return null;
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === 'array')
    return [schema.items && exampleOf(schema.items, place)].filter((item) => item !== undefined);
  if (type === 'integer' || type === 'number') return 1;
  if (type === 'boolean') return true;
  if (type === 'object') return {};
  if (schema.format === 'date-time') return '2026-01-15T09:30:00.000Z';
  if (schema.format === 'uuid') return '0199c5a0-6b1e-7c3f-9a53-0d6f3f0f5b11';
  return 'text';
}
