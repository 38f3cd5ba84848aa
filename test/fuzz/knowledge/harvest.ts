import type { Corpus } from './corpus.js';
import type { ApiMap, Operation, Schema } from './document.js';

/** Things that are known by another field than `id`. */
const KEYS: Readonly<Record<string, string>> = { levels: 'variantId' };
const TEXTS: Readonly<Record<string, string>> = {
  sku: 'skus',
  slug: 'slugs',
  number: 'numbers',
  email: 'emails',
};

/** `ShippingMethodResponse` tells of `shipping-methods`, as paths spell them. */
export function kindOf(schemaName: string): string {
  const noun = schemaName.replace(/(Summary|Node|Reference)?Response$/, '');
  const kebab = noun.replace(/(?<=[a-z])[A-Z]/g, (capital) => `-${capital}`).toLowerCase();
  if (kebab === 'media') return kebab;
  return kebab.endsWith('y') ? `${kebab.slice(0, -1)}ies` : `${kebab}s`;
}

/** Puts what a success shows into the corpus, led by the schema of its answer. */
export class Harvester {
  constructor(
    private readonly api: ApiMap,
    private readonly corpus: Corpus,
  ) {}

  harvest(operation: Operation, status: number, body: unknown, seenBy: string): void {
    const schema = operation.responses[status]?.content?.['application/json']?.schema;
    if (schema) this.visit(schema, body, seenBy);
  }

  private visit(schema: Schema, value: unknown, seenBy: string): void {
    const resolved = this.api.resolve(schema);
    if (Array.isArray(value)) {
      if (resolved.items) for (const part of value) this.visit(resolved.items, part, seenBy);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    this.keep(this.api.nameOf(schema), value as Record<string, unknown>, seenBy);
    for (const [name, part] of Object.entries(value)) {
      if (typeof part === 'string' && TEXTS[name] !== undefined) this.corpus.note(TEXTS[name], part);
      const described = this.schemaOf(resolved, name);
      if (described) this.visit(described, part, seenBy);
    }
  }

  /** What describes a field, past a union with null. */
  private schemaOf(schema: Schema, name: string): Schema | undefined {
    const property = schema.properties?.[name];
    return property?.anyOf?.find(({ $ref }) => $ref !== undefined) ?? property;
  }

  private keep(schemaName: string | undefined, row: Record<string, unknown>, seenBy: string): void {
    if (schemaName === undefined) return;
    const kind = kindOf(schemaName);
    const id = row[KEYS[kind] ?? 'id'];
    if (typeof id === 'string') this.corpus.remember(kind, id, row, seenBy);
  }
}
